-- question: How did the viewer's respondents answer?
-- page:     all
-- params:   none
create view visible.survey_cells as
select *
from mart.survey_cells
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
