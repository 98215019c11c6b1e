-- question: Which units may the viewer choose?
-- page:     all
-- params:   none
-- grain:    one row per unit, as it was last valid
-- columns:  unit_id     VARCHAR  -  the unit
--           unit_name   VARCHAR  -  its last name
--           department  VARCHAR  -  its last department
--           site        VARCHAR  -  its last site
--           parent_id   VARCHAR  -  the unit above, if any
select
    unit_id,
    unit_name,
    department,
    coalesce(site, 'not recorded') as site,
    parent_id
from visible.units
qualify row_number() over (partition by unit_id order by valid_from desc) = 1
order by unit_id = 'UNASSIGNED', site, department, unit_name
