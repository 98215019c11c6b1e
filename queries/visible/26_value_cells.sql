-- question: Which values of filters occur in the viewer's units?
-- page:     all
-- params:   none
create view visible.value_cells as
select *
from mart.value_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
