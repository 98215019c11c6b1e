-- question: After how many weekdays were complaints acknowledged, or how long do they wait for it?
-- page:     mart
-- params:   none
-- grain:    one row per unit, place, month of receipt, channel, contact type, severity, state and weekdays
-- columns:  unit_id         VARCHAR  id          the unit
--           department      VARCHAR  name        its department then
--           site            VARCHAR  name        its site then
--           received_month  DATE     month       first day of the month of receipt
--           channel         VARCHAR  code        how they arrived
--           contact_type    VARCHAR  code        their contact type
--           severity        VARCHAR  code        their severity
--           acknowledgement VARCHAR  code        acknowledged, waiting or not_recorded
--           weekdays_n      INTEGER  weekdays    after the day of receipt, up to and with the last day
--           complaints_n    BIGINT   complaints  how many
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
counted as (
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
)

select
    unit_id,
    department,
    site,
    received_month,
    channel,
    contact_type,
    severity,
    acknowledgement,
    weekdays_n,
    cast(count(*) as bigint) as complaints_n
from counted
group by
    unit_id,
    department,
    site,
    received_month,
    channel,
    contact_type,
    severity,
    acknowledgement,
    weekdays_n
order by unit_id asc nulls last, received_month asc nulls last
