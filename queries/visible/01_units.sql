-- question: Which units may the viewer see?
-- page:     all
-- params:   none
create view visible.units as
select *
from mart.units
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
