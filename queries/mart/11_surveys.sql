-- question: Which survey responses are current, in which unit and arm, and what do they answer?
-- page:     mart
-- params:   none
-- grain:    one row per response
-- columns:  source_system      VARCHAR  name    its source
--           response_id        VARCHAR  id      the source's own number
--           unit_id            VARCHAR  id      the unit valid at the event
--           unit_name          VARCHAR  name    its name then
--           department         VARCHAR  name    its department then
--           site               VARCHAR  name    its site then
--           instrument         VARCHAR  code    the questionnaire
--           mode               VARCHAR  code    how it was asked
--           arm                VARCHAR  code    no_problem, recovered, unrecovered, pending, unanswered, not_asked
--           event_on           DATE     day     visit or discharge
--           received_on        DATE     day     arrival of the answer, else the event
--           age_band           VARCHAR  code    the source's own band
--           ethnicity_group    VARCHAR  name    the source's own group
--           preferred_language VARCHAR  name    the source's own name
--           recommends         BOOLEAN  flag    top answer of the instrument, null where not answered
--           is_dissatisfied    BOOLEAN  flag    bottom answers, null where not answered or not defined
--           weight             DOUBLE   weight  1 where the source gives none
--           had_problem        BOOLEAN  flag    had a problem
--           problem_resolved   VARCHAR  code    fully, partly, no, pending
--           told_others_n      INTEGER  people  people told
--           posted_online      BOOLEAN  flag    wrote about it online
--           patient_link_key   VARCHAR  hash    links to the complaint
-- only keys that occur more than once need to be put in order: a window over all rows took twice as long
with repeated as (
    select
        s.source_system,
        s.response_id
    from store.surveys as s
    inner join mart.extracts as e on s.extract_id = e.extract_id
    group by s.source_system, s.response_id
    having count(*) > 1
),

ranked as (
    select
        s.extract_id,
        s.line,
        row_number() over (
            partition by s.source_system, s.response_id
            order by e.later_n desc nulls last, s.line asc nulls last
        ) as newness
    from store.surveys as s
    inner join repeated as k on s.source_system = k.source_system and s.response_id = k.response_id
    inner join mart.extracts as e on s.extract_id = e.extract_id
),

-- a row that a later extract replaces does not bring back what it had superseded
set_aside as (
    select
        extract_id,
        line
    from ranked
    where newness > 1
    union all
    select
        s.extract_id,
        s.line
    from store.surveys as s
    inner join mart.extracts as e on s.extract_id = e.extract_id
    inner join mart.replacements as r
        on
            s.source_system = r.source_system
            and e.later_n < r.later_n
            and s.event_date >= r.from_on
            and s.event_date <= r.to_on
    where r.dataset = 'surveys'
),

newest as (
    select s.*
    from store.surveys as s
    inner join mart.extracts as e on s.extract_id = e.extract_id
    where not exists (
        select 1
        from set_aside as o
        where
            o.extract_id = s.extract_id
            and o.line = s.line
    )
)

select
    n.source_system,
    n.response_id,
    coalesce(d.unit_id, v.unit_id, 'UNASSIGNED') as unit_id,
    coalesce(d.unit_name, v.unit_name, 'Not assigned') as unit_name,
    coalesce(d.department, v.department, 'Not assigned') as department,
    coalesce(d.site, v.site, 'not recorded') as site,
    n.instrument,
    coalesce(n.mode, 'not recorded') as mode,
    case
        when not n.had_problem then 'no_problem'
        when n.problem_resolved = 'fully' then 'recovered'
        when n.problem_resolved in ('partly', 'no') then 'unrecovered'
        when n.problem_resolved = 'pending' then 'pending'
        when n.had_problem then 'unanswered'
        else 'not_asked'
    end as arm,
    n.event_date as event_on,
    coalesce(n.received_date, n.event_date) as received_on,
    coalesce(n.age_band, 'not recorded') as age_band,
    coalesce(n.ethnicity_group, 'not recorded') as ethnicity_group,
    coalesce(n.preferred_language, 'not recorded') as preferred_language,
    case n.instrument
        when 'FFT' then n.fft in (1, 2)
        when 'FFT_RECOMMEND' then n.fft in (1, 2)
        when 'HCAHPS' then n.hcahps_recommend = 'definitely_yes'
        when 'NPS' then n.ltr_0_10 >= 9
        when 'local' then n.would_return >= 4
    end as recommends,
    case n.instrument
        when 'FFT' then n.fft in (4, 5)
        when 'FFT_RECOMMEND' then n.fft in (4, 5)
        when 'HCAHPS' then n.hcahps_recommend in ('probably_no', 'definitely_no')
        else coalesce(n.ltr_0_10, n.overall_0_10) <= 6
    end as is_dissatisfied,
    coalesce(n.weight, cast(1 as double)) as weight,
    n.had_problem,
    n.problem_resolved,
    n.told_others_n,
    n.posted_online,
    n.patient_link_key
from newest as n
left join mart.units as d
    on
        n.unit_id = d.unit_id
        and n.event_date >= d.valid_from
        and n.event_date <= d.valid_to
left join mart.aliases as a
    on
        n.source_system = a.source_system
        and n.unit_id = a.source_unit
        and n.event_date >= a.valid_from
        and n.event_date <= a.valid_to
left join mart.units as v
    on
        a.unit_id = v.unit_id
        and n.event_date >= v.valid_from
        and n.event_date <= v.valid_to
order by unit_id asc nulls last, n.event_date asc nulls last
