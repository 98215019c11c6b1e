-- question: How many complaints of each cohort ended, or were last seen open, at which age?
-- page:     mart
-- params:   none
-- grain:    one row per unit, place, month of receipt, channel, contact type, severity, ending and age
-- columns:  unit_id        VARCHAR  id          the unit
--           department     VARCHAR  name        its department then
--           site           VARCHAR  name        its site then
--           received_month DATE     month       first day of the month of receipt
--           channel        VARCHAR  code        how they arrived
--           contact_type   VARCHAR  code        their contact type
--           severity       VARCHAR  code        their severity
--           ending         VARCHAR  code        resolved, otherwise or open
--           age_days       INTEGER  days        receipt to ending, or to the last day observed
--           complaints_n   BIGINT   complaints  how many
select
    unit_id,
    department,
    site,
    cast(date_trunc('month', received_on) as date) as received_month,
    channel,
    contact_type,
    severity,
    ending,
    age_days,
    cast(count(*) as bigint) as complaints_n
from mart.complaints
group by
    unit_id,
    department,
    site,
    cast(date_trunc('month', received_on) as date),
    channel,
    contact_type,
    severity,
    ending,
    age_days
order by unit_id asc nulls last, received_month asc nulls last, age_days asc nulls last
