-- question: Which complaints may the viewer see?
-- page:     all
-- params:   none
create view visible.complaints as
select
    cases.*,
    sources.source_as_of
from mart.complaints as cases
inner join mart.complaint_sources as sources on cases.source_system = sources.source_system
where getvariable('all_units') or list_contains(getvariable('scope'), cases.unit_id)
