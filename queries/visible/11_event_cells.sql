-- question: How many complaints are about the viewer's units, by month of the event?
-- page:     all
-- params:   none
create view visible.event_cells as
select *
from mart.event_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
