-- question: What became of complaints about events of each month, and how satisfied is who complained?
-- page:     mart
-- params:   none
-- grain:    one row per unit, place, month of the event, contact type, ending and answer
-- columns:  unit_id               VARCHAR  id          the unit
--           department            VARCHAR  name        its department then
--           site                  VARCHAR  name        its site then
--           event_month           DATE     month       first day of the month of the incident, else of receipt
--           contact_type          VARCHAR  code        their contact type
--           ending                VARCHAR  code        resolved, otherwise or open
--           satisfaction_handling TINYINT  points 1-5  null where nobody answered
--           complaints_n          BIGINT   complaints  how many
select
    unit_id,
    department,
    site,
    cast(date_trunc('month', event_on) as date) as event_month,
    contact_type,
    ending,
    satisfaction_handling,
    cast(count(*) as bigint) as complaints_n
from mart.complaints
group by
    unit_id,
    department,
    site,
    cast(date_trunc('month', event_on) as date),
    contact_type,
    ending,
    satisfaction_handling
order by unit_id asc nulls last, event_month asc nulls last
