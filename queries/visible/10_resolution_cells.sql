-- question: How old are the viewer's complaints when they end?
-- page:     all
-- params:   none
create view visible.resolution_cells as
select *
from mart.resolution_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
