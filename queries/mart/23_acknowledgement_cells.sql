-- question: After how many weekdays were complaints acknowledged, or how long do they wait for it?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), month of receipt and weekdays
-- columns:  group_no       INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month DATE     month       first day of the month of receipt
--           weekdays_n     INTEGER  weekdays    after the day of receipt, up to and with the last day
--           acknowledged_n BIGINT   complaints  acknowledged after so many weekdays
--           waiting_n      BIGINT   complaints  waiting for so many weekdays
--           not_recorded_n BIGINT   complaints  their source has no acknowledgement at all
with spans as (
    select
        unit_id,
        department,
        site,
        cast(date_trunc('month', received_on) as date) as received_month,
        channel,
        contact_type,
        severity,
        case
            when not is_acknowledgement_recorded then 'not_recorded'
            when acknowledged_on is not null then 'acknowledged'
            else 'waiting'
        end as acknowledgement,
        date_diff('day', date '1900-01-01', received_on) % 7 as first_weekday,
        date_diff('day', received_on, coalesce(acknowledged_on, observed_to)) as days_n
    from mart.complaints
),

-- 1 January 1900 was a Monday: (first_weekday + i) % 7 under 5 is a weekday, i days after receipt
measured as (
    select
        *,
        cast(
            (days_n - days_n % 7) * 5 / 7
            + case when days_n % 7 >= 1 and (first_weekday + 1) % 7 < 5 then 1 else 0 end
            + case when days_n % 7 >= 2 and (first_weekday + 2) % 7 < 5 then 1 else 0 end
            + case when days_n % 7 >= 3 and (first_weekday + 3) % 7 < 5 then 1 else 0 end
            + case when days_n % 7 >= 4 and (first_weekday + 4) % 7 < 5 then 1 else 0 end
            + case when days_n % 7 >= 5 and (first_weekday + 5) % 7 < 5 then 1 else 0 end
            + case when days_n % 7 >= 6 and (first_weekday + 6) % 7 < 5 then 1 else 0 end
            -- a weekend's acknowledgement comes after the Friday before it: it counts as the next weekday's
            + case
                when acknowledgement = 'acknowledged' and days_n > 0 and (first_weekday + days_n) % 7 >= 5 then 1
                else 0
            end
            as integer
        ) as weekdays_n
    from spans
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
        weekdays_n,
        cast(count(*) filter (where acknowledgement = 'acknowledged') as bigint) as acknowledged_n,
        cast(count(*) filter (where acknowledgement = 'waiting') as bigint) as waiting_n,
        cast(count(*) filter (where acknowledgement = 'not_recorded') as bigint) as not_recorded_n
    from measured
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month, weekdays_n),
        (unit_id, department, site, contact_type, received_month, weekdays_n)
    )
)

select
    g.group_no,
    c.received_month,
    c.weekdays_n,
    c.acknowledged_n,
    c.waiting_n,
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
order by g.group_no asc nulls last, c.received_month asc nulls last
