-- question: Which complaints are current, in which unit, and how far were they followed?
-- page:     mart
-- params:   none
-- grain:    one row per complaint
-- columns:  source_system              VARCHAR      name        its source
--           complaint_id               VARCHAR      id          the source's own number
--           unit_id                    VARCHAR      id          the unit valid at the event
--           unit_name                  VARCHAR      name        its name then
--           department                 VARCHAR      name        its department then
--           site                       VARCHAR      name        its site then
--           channel                    VARCHAR      code        how it arrived
--           contact_type               VARCHAR      code        concern, complaint, grievance, pals_enquiry
--           severity                   VARCHAR      code        HCAT severity 0 to 3, or not recorded
--           complexity                 VARCHAR      code        basic, regular, complex
--           outcome                    VARCHAR      code        upheld, partially_upheld, not_upheld
--           age_band                   VARCHAR      code        age of the patient
--           ethnicity_group            VARCHAR      name        the source's own group
--           preferred_language         VARCHAR      name        the source's own name
--           complainant_status         VARCHAR      code        who complained
--           service_area               VARCHAR      code        service area
--           profession                 VARCHAR      code        profession complained about
--           recovery_model             VARCHAR      code        recovery model used
--           stage                      VARCHAR      name        stage of the procedure
--           perceived_only             BOOLEAN      flag        no fault was found
--           status                     VARCHAR      code        where it stands
--           received_at                TIMESTAMPTZ  time        receipt
--           first_action_at            TIMESTAMPTZ  time        first action
--           received_on                DATE         day         receipt
--           event_on                   DATE         day         incident, else receipt
--           closed_on                  DATE         day         final closing, null while it is open
--           first_closed_on            DATE         day         first closing of a reopened one
--           reopened_on                DATE         day         reopening
--           acknowledged_on            DATE         day         acknowledgement
--           is_acknowledgement_recorded BOOLEAN     flag        its file has acknowledgements
--           satisfaction_handling      TINYINT      points 1-5  satisfaction with the handling
--           is_feedback_recorded       BOOLEAN      flag        its file has that satisfaction
--           response_sent_on           DATE         day         response
--           due_date                   DATE         day         original due day
--           due_date_agreed            DATE         day         agreed due day
--           patient_link_key           VARCHAR      hash        links to the survey
--           repeat_of                  VARCHAR      id          earlier complaint on the same issue
--           observed_to                DATE         day         followed up to this day
--           ending                     VARCHAR      code        resolved, otherwise or open
--           age_days                   INTEGER      days        receipt to ending, or to observed_to
-- only keys that occur more than once need to be put in order: a window over all rows took twice as long
with repeated as (
    select
        c.source_system,
        c.complaint_id
    from store.complaints as c
    inner join mart.extracts as e on c.extract_id = e.extract_id
    group by c.source_system, c.complaint_id
    having count(*) > 1
),

ranked as (
    select
        c.extract_id,
        c.line,
        row_number() over (
            partition by c.source_system, c.complaint_id
            order by e.later_n desc nulls last, c.line asc nulls last
        ) as newness
    from store.complaints as c
    inner join repeated as k on c.source_system = k.source_system and c.complaint_id = k.complaint_id
    inner join mart.extracts as e on c.extract_id = e.extract_id
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
        c.extract_id,
        c.line
    from store.complaints as c
    inner join mart.extracts as e on c.extract_id = e.extract_id
    inner join mart.replacements as r
        on
            c.source_system = r.source_system
            and e.later_n < r.later_n
            and c.received_on >= r.from_on
            and c.received_on <= r.to_on
    where r.dataset = 'complaints'
),

newest as (
    select
        c.*,
        e.as_of,
        e.later_n,
        e.mapped_columns,
        coalesce(c.incident_date, c.received_on) as at_unit_on
    from store.complaints as c
    inner join mart.extracts as e on c.extract_id = e.extract_id
    where not exists (
        select 1
        from set_aside as o
        where
            o.extract_id = c.extract_id
            and o.line = c.line
    )
),

placed as (
    select
        n.*,
        coalesce(d.unit_id, v.unit_id, 'UNASSIGNED') as placed_id,
        coalesce(d.unit_name, v.unit_name, 'Not assigned') as unit_name,
        coalesce(d.department, v.department, 'Not assigned') as department,
        coalesce(d.site, v.site, 'not recorded') as site,
        case when n.status in ('closed', 'withdrawn', 'transferred', 'escalated') then n.closed_on end as ended_on
    from newest as n
    left join mart.units as d
        on
            n.unit_id = d.unit_id
            and n.at_unit_on >= d.valid_from
            and n.at_unit_on <= d.valid_to
    left join mart.aliases as a
        on
            n.source_system = a.source_system
            and n.unit_id = a.source_unit
            and n.at_unit_on >= a.valid_from
            and n.at_unit_on <= a.valid_to
    left join mart.units as v
        on
            a.unit_id = v.unit_id
            and n.at_unit_on >= v.valid_from
            and n.at_unit_on <= v.valid_to
)

select
    p.source_system,
    p.complaint_id,
    p.placed_id as unit_id,
    p.unit_name,
    p.department,
    p.site,
    p.channel,
    p.contact_type,
    coalesce(cast(p.severity_hcat as varchar), 'not recorded') as severity,
    coalesce(p.complexity, 'not recorded') as complexity,
    coalesce(p.outcome, 'not recorded') as outcome,
    coalesce(p.age_band, 'not recorded') as age_band,
    coalesce(p.ethnicity_group, 'not recorded') as ethnicity_group,
    coalesce(p.preferred_language, 'not recorded') as preferred_language,
    coalesce(p.complainant_status, 'not recorded') as complainant_status,
    coalesce(p.service_area, 'not recorded') as service_area,
    coalesce(p.profession, 'not recorded') as profession,
    coalesce(p.recovery_model, 'not recorded') as recovery_model,
    coalesce(p.stage, 'not recorded') as stage,
    p.perceived_only,
    p.status,
    p.received_at,
    p.first_action_at,
    p.received_on,
    p.at_unit_on as event_on,
    p.ended_on as closed_on,
    p.first_closed_on,
    p.reopened_on,
    p.acknowledged_on,
    array_contains(p.mapped_columns, 'acknowledged_at') as is_acknowledgement_recorded,
    p.satisfaction_handling,
    array_contains(p.mapped_columns, 'satisfaction_handling') as is_feedback_recorded,
    p.response_sent_on,
    p.due_date,
    p.due_date_agreed,
    p.patient_link_key,
    p.repeat_of,
    p.as_of as observed_to,
    case
        when p.ended_on is null then 'open'
        when p.status = 'closed' then 'resolved'
        else 'otherwise'
    end as ending,
    cast(date_diff('day', p.received_on, coalesce(p.ended_on, p.as_of)) as integer) as age_days
from placed as p
order by unit_id asc nulls last, p.received_on asc nulls last
