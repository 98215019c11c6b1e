-- question: How many of the viewer's complaints are open?
-- page:     all
-- params:   none
create view visible.open_cells as
select *
from mart.open_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
