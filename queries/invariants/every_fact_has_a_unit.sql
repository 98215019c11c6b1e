-- question: Which units of complaints, surveys or activity are no units of the mart?
-- page:     invariants
-- params:   none
-- grain:    one row per such unit
-- columns:  unit_id VARCHAR  id  the unit
select distinct f.unit_id
from (
    select unit_id from mart.complaints
    union all
    select unit_id from mart.surveys
    union all
    select unit_id from mart.activity
) as f
where not exists (
    select 1 from mart.units as u
    where u.unit_id = f.unit_id
)
