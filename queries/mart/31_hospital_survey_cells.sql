-- question: How do the whole organization's respondents answer, for comparison lines?
-- page:     mart
-- params:   none
-- grain:    one row per month of the event, instrument and arm; months of 30 answers and 5 units
-- columns:  event_month DATE     month      first day of the month of the event
--           instrument  VARCHAR  code       the questionnaire
--           arm         VARCHAR  code       no_problem, recovered, unrecovered, …
--           answered_n  BIGINT   responses  that answered whether they recommend
--           recommend_n BIGINT   responses  that recommend
--           weight_sum  DOUBLE   weight     over answered_n
--           recommend_weight_sum DOUBLE weight over recommend_n
with shown as (
    select
        event_month,
        instrument
    from mart.survey_cells
    group by event_month, instrument
    having
        sum(answered_n) >= 30
        and count(distinct unit_id) >= 5
)

select
    c.event_month,
    c.instrument,
    c.arm,
    cast(sum(c.answered_n) as bigint) as answered_n,
    cast(sum(c.recommend_n) as bigint) as recommend_n,
    cast(sum(c.weight_sum) as double) as weight_sum,
    cast(sum(c.recommend_weight_sum) as double) as recommend_weight_sum
from mart.survey_cells as c
inner join shown as s on c.event_month = s.event_month and c.instrument = s.instrument
group by
    c.event_month,
    c.instrument,
    c.arm
