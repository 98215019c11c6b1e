-- question: After how many weekdays were the viewer's complaints acknowledged?
-- page:     all
-- params:   none
create view visible.acknowledgement_cells as
select *
from mart.acknowledgement_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
