-- question: Which units lie below a unit, itself included, as far as the viewer may see?
-- page:     all
-- params:   none
-- grain:    one row per unit and unit above it
-- columns:  ancestor_id  VARCHAR  -  the unit above, or the unit itself
--           unit_id      VARCHAR  -  the unit
select
    ancestor_id,
    unit_id
from visible.unit_tree
order by ancestor_id, unit_id
