-- question: Which of the viewer's units lie below which?
-- page:     all
-- params:   none
create view visible.unit_tree as
select
    ancestor_id,
    unit_id
from mart.unit_tree
where
    (getvariable('all_units') or list_contains(getvariable('scope'), unit_id))
    and (getvariable('all_units') or list_contains(getvariable('scope'), ancestor_id))
