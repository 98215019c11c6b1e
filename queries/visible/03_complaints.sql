-- question: Which complaints may the viewer see?
-- page:     all
-- params:   none
create view visible.complaints as
select *
from mart.complaints
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
