-- question: How many patients did the viewer's units have?
-- page:     all
-- params:   none
create view visible.activity as
select
    *,
    ['department=' || department, 'site=' || site, 'unit_id=' || unit_id] as attributes
from mart.activity
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
