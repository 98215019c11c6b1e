-- question: How many complaints are about events of each month?
-- page:     mart
-- params:   none
-- grain:    one row per unit, place, month of the event, channel, contact type and severity
-- columns:  unit_id      VARCHAR  id          the unit
--           department   VARCHAR  name        its department then
--           site         VARCHAR  name        its site then
--           event_month  DATE     month       first day of the month of the incident, else of receipt
--           channel      VARCHAR  code        how they arrived
--           contact_type VARCHAR  code        their contact type
--           severity     VARCHAR  code        their severity
--           complaints_n BIGINT   complaints  how many
select
    unit_id,
    department,
    site,
    cast(date_trunc('month', event_on) as date) as event_month,
    channel,
    contact_type,
    severity,
    cast(count(*) as bigint) as complaints_n
from mart.complaints
group by
    unit_id,
    department,
    site,
    cast(date_trunc('month', event_on) as date),
    channel,
    contact_type,
    severity
order by unit_id asc nulls last, event_month asc nulls last
