-- question: From which to which month do the viewer's complaints and survey responses reach?
-- page:     all
-- params:   none
-- grain:    one row; null where there is nothing yet
-- columns:  first_on  DATE  -  first day of the first month
--           last_on   DATE  -  last day of the last month
with

months as (
    select received_month as month
    from visible.received_months
    union all
    select event_month as month
    from visible.survey_cells
)

select
    min(month) as first_on,
    last_day(max(month)) as last_on
from months
