-- question: How satisfied are the viewer's complainants with the handling?
-- page:     all
-- params:   none
create view visible.handling_cells as
select *
from mart.handling_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
