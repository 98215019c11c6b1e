-- question: Which survey responses do some months of some units hold?
-- page:     publications
-- params:   $sources VARCHAR[]   sources, and beside each
--           $unit_ids VARCHAR[]  its unit
--           $months VARCHAR[]    and its month of the event, by its first day (2026-03-01)
-- grain:    one row per response
-- columns:  source_system    VARCHAR  -       its source
--           response_id      VARCHAR  -       the source's own number
--           unit_id          VARCHAR  -       the unit
--           event_on         DATE     -       visit or discharge
--           arm              VARCHAR  -       no_problem, recovered, unrecovered, pending, unanswered, not_asked
--           instrument       VARCHAR  -       the questionnaire
--           recommends       BOOLEAN  -       top answer of the instrument, null where not answered
--           is_dissatisfied  BOOLEAN  -       bottom answers, null where not answered or not defined
--           weight           DOUBLE   weight  1 where the source gives none
--           details          BIGINT   -       stands for what only filters read
with wanted as (
    select
        unnest($sources) as source_system,
        unnest($unit_ids) as unit_id,
        try_cast(unnest($months) as date) as month
)

select
    s.source_system,
    s.response_id,
    s.unit_id,
    s.event_on,
    s.arm,
    s.instrument,
    s.recommends,
    s.is_dissatisfied,
    s.weight,
    cast(hash(
        s.mode, s.department, s.site, s.age_band, s.ethnicity_group, s.preferred_language, s.posted_online
    ) >> 1 as bigint) as details
from visible.surveys as s
inner join wanted as w
    on
        s.source_system = w.source_system
        and s.unit_id = w.unit_id
        and date_trunc('month', s.event_on) = w.month
