-- question: Which kinds of complaints, and totals of them, may the viewer see?
-- page:     all
-- params:   none
create view visible.case_groups as
select *
from mart.case_groups
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
