-- question: What became of the viewer's complaints, by month of the event?
-- page:     all
-- params:   none
create view visible.event_handling_cells as
select *
from mart.event_handling_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
