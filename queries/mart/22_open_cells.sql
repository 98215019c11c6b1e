-- question: How many complaints are open, how long have they waited, and were they heard of lately?
-- page:     mart
-- params:   none
-- grain:    one row per unit, place, month of receipt, channel, contact type, severity, wait and day heard of
-- columns:  unit_id        VARCHAR  id          the unit
--           department     VARCHAR  name        its department then
--           site           VARCHAR  name        its site then
--           received_month DATE     month       first day of the month of receipt
--           channel        VARCHAR  code        how they arrived
--           contact_type   VARCHAR  code        their contact type
--           severity       VARCHAR  code        their severity
--           waiting_days   INTEGER  days        receipt to the source's as-of
--           is_heard_of    BOOLEAN  flag        the source's newest extract carries or covers them
--           last_heard_on  DATE     day         the day up to which they were followed
--           complaints_n   BIGINT   complaints  how many
select
    unit_id,
    department,
    site,
    cast(date_trunc('month', received_on) as date) as received_month,
    channel,
    contact_type,
    severity,
    cast(date_diff('day', received_on, source_as_of) as integer) as waiting_days,
    observed_to >= source_as_of as is_heard_of,
    observed_to as last_heard_on,
    cast(count(*) as bigint) as complaints_n
from mart.complaints
where ending = 'open'
group by
    unit_id,
    department,
    site,
    cast(date_trunc('month', received_on) as date),
    channel,
    contact_type,
    severity,
    cast(date_diff('day', received_on, source_as_of) as integer),
    observed_to >= source_as_of,
    observed_to
order by unit_id asc nulls last, received_month asc nulls last
