-- question: How many days after the first closing were complaints reopened, or last seen closed?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), month of receipt and days
-- columns:  group_no       INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month DATE     month       first day of the month of receipt
--           days_n         INTEGER  days        from the first closing; 91 stands for all over 90; null: not closed yet
--           reopened_n     BIGINT   complaints  reopened after so many days
--           followed_n     BIGINT   complaints  not reopened, and followed for so many days
--           not_closed_n   BIGINT   complaints  not closed yet
--           not_recorded_n BIGINT   complaints  their source has no reopenings at all
with closings as (
    select
        *,
        coalesce(first_closed_on, closed_on) as first_closing_on,
        -- one that is open again without a date of reopening was so on the last day it was seen
        coalesce(
            reopened_on,
            case when first_closed_on is not null and closed_on is null then observed_to end
        ) as open_again_on
    from mart.complaints
),

cases as (
    select
        *,
        cast(date_trunc('month', received_on) as date) as received_month,
        case
            when not is_reopening_recorded then 'not_recorded'
            when first_closing_on is null then 'not_closed'
            when open_again_on is not null then 'reopened'
            else 'followed'
        end as reopening,
        case
            when is_reopening_recorded
                then
                    cast(
                        greatest(
                            least(date_diff('day', first_closing_on, coalesce(open_again_on, observed_to)), 91), 0
                        ) as integer
                    )
        end as known_days_n
    from closings
),

-- greatest passes over a null: without a closing there are no days
measured as (
    select
        *,
        case when reopening in ('reopened', 'followed') then known_days_n end as days_n
    from cases
),

counted as (
    select
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        received_month,
        days_n,
        cast(count(*) filter (where reopening = 'reopened') as bigint) as reopened_n,
        cast(count(*) filter (where reopening = 'followed') as bigint) as followed_n,
        cast(count(*) filter (where reopening = 'not_closed') as bigint) as not_closed_n,
        cast(count(*) filter (where reopening = 'not_recorded') as bigint) as not_recorded_n
    from measured
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month, days_n),
        (unit_id, department, site, contact_type, received_month, days_n)
    )
)

select
    g.group_no,
    c.received_month,
    c.days_n,
    c.reopened_n,
    c.followed_n,
    c.not_closed_n,
    c.not_recorded_n
from counted as c
inner join mart.case_groups as g
    on
        c.unit_id = g.unit_id
        and c.department = g.department
        and c.site = g.site
        and c.contact_type = g.contact_type
        and c.channel is not distinct from g.channel
        and c.severity is not distinct from g.severity
order by g.group_no asc nulls last, c.received_month asc nulls last, c.days_n asc nulls last
