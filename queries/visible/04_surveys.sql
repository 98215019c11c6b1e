-- question: Which survey responses may the viewer see?
-- page:     all
-- params:   none
create view visible.surveys as
select
    *,
    [
        'instrument=' || instrument,
        'mode=' || mode,
        'arm=' || arm,
        'department=' || department,
        'site=' || site,
        'unit_id=' || unit_id,
        'source_system=' || source_system,
        'age_band=' || age_band,
        'ethnicity_group=' || ethnicity_group,
        'preferred_language=' || preferred_language,
        'had_problem=' || coalesce(cast(had_problem as varchar), 'not recorded'),
        'problem_resolved=' || coalesce(problem_resolved, 'not recorded'),
        'posted_online=' || coalesce(cast(posted_online as varchar), 'not recorded'),
    ] as attributes
from mart.surveys
where getvariable('all_units') or list_contains(getvariable('scope'), unit_id)
