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
--           first_action_on            DATE         day         first action
--           start                      VARCHAR      code        within_15_minutes, later, dated, waiting, not_recorded
--           received_on                DATE         day         receipt
--           event_on                   DATE         day         incident, else receipt
--           closed_on                  DATE         day         final closing, null while it is open
--           first_closed_on            DATE         day         first closing of a reopened one
--           reopened_on                DATE         day         reopening
--           is_reopening_recorded      BOOLEAN      flag        its file has reopenings
--           acknowledged_on            DATE         day         acknowledgement
--           is_acknowledgement_recorded BOOLEAN     flag        its file has acknowledgements
--           satisfaction_handling      TINYINT      points 1-5  satisfaction with the handling
--           is_feedback_recorded       BOOLEAN      flag        its file has that satisfaction
--           response_sent_on           DATE         day         response
--           is_response_recorded       BOOLEAN      flag        its file has responses
--           due_date                   DATE         day         original due day
--           due_date_agreed            DATE         day         agreed due day
--           consent_required           BOOLEAN      flag        the patient's consent was needed
--           consent_received_on        DATE         day         consent
--           escalated_on               DATE         day         passed on, to a later stage or outside
--           resolved_first_contact     BOOLEAN      flag        resolved at the first contact
--           is_first_contact_recorded  BOOLEAN      flag        its file tells that
--           notice_contact             BOOLEAN      flag        the written notice names a contact person
--           notice_steps               BOOLEAN      flag        it tells the steps taken
--           notice_results             BOOLEAN      flag        it tells the results
--           notice_date                BOOLEAN      flag        it tells the date of completion
--           is_notice_recorded         BOOLEAN      flag        its file has all four
--           acknowledge_due_on         DATE         day         last day for the acknowledgement; null without a clock
--           acknowledge_year_missing   INTEGER      year        that the calendar lacks for it
--           answer_started_on          DATE         day         start of the answer's clock; null before consent
--           answer_due_original_on     DATE         day         due_date, else by the clock
--           answer_due_on              DATE         day         agreed, else original
--           answer_latest_on           DATE         day         to which the procedure lets an answer be put off
--           answer_year_missing        INTEGER      year        that the calendar lacks for it
--           spoken_until_on            DATE         day         resolved by then it is outside the procedure
--           patient_link_key           VARCHAR      hash        links to the survey
--           recovery_actions           VARCHAR[]    codes       what was done for the patient; null where not told
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
        e.timezone,
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
),

-- status escalated is passed to an outside body; a move to a later stage leaves the complaint open
clocked as (
    select
        p.*,
        coalesce(s.clock_no, g.clock_no) as clock_no,
        case
            when coalesce(s.restarts_at_stage, g.restarts_at_stage) and p.status <> 'escalated'
                then greatest(p.received_on, coalesce(p.escalated_on, p.received_on))
            else p.received_on
        end as stage_on,
        coalesce(s.is_from_consent, g.is_from_consent)
        and (coalesce(p.consent_required, false) or p.consent_received_on is not null) as is_after_consent
    from placed as p
    inner join store.clocks as g
        on
            p.contact_type = g.contact_type
            and coalesce(p.complexity, 'not recorded') = g.complexity
            and g.stage = ''
    left join store.clocks as s
        on
            p.contact_type = s.contact_type
            and coalesce(p.complexity, 'not recorded') = s.complexity
            and lower(trim(p.stage)) = s.stage
            and s.stage <> ''
),

started as (
    select
        *,
        case
            when not is_after_consent then stage_on
            when consent_received_on > stage_on then consent_received_on
            when consent_received_on is not null then stage_on
        end as answer_started_on
    from clocked
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
    p.first_action_on,
    case
        -- 15 minutes are for those who stand there or are on the phone
        when p.channel not in ('in_person', 'phone') then null
        when not array_contains(p.mapped_columns, 'first_action_at') then 'not_recorded'
        when p.first_action_at is null then 'waiting'
        -- midnight stands for a day without a time
        when
            p.received_at at time zone p.timezone = cast(p.received_on as timestamp)
            or p.first_action_at at time zone p.timezone = cast(p.first_action_on as timestamp)
            then 'dated'
        when date_diff('second', p.received_at, p.first_action_at) <= 900 then 'within_15_minutes'
        else 'later'
    end as start,
    p.received_on,
    p.at_unit_on as event_on,
    p.ended_on as closed_on,
    p.first_closed_on,
    p.reopened_on,
    array_contains(p.mapped_columns, 'reopened_at') as is_reopening_recorded,
    p.acknowledged_on,
    array_contains(p.mapped_columns, 'acknowledged_at') as is_acknowledgement_recorded,
    p.satisfaction_handling,
    array_contains(p.mapped_columns, 'satisfaction_handling') as is_feedback_recorded,
    p.response_sent_on,
    array_contains(p.mapped_columns, 'response_sent_at') as is_response_recorded,
    p.due_date,
    p.due_date_agreed,
    p.consent_required,
    p.consent_received_on,
    p.escalated_on,
    p.resolved_first_contact,
    array_contains(p.mapped_columns, 'resolved_first_contact') as is_first_contact_recorded,
    p.notice_contact,
    p.notice_steps,
    p.notice_results,
    p.notice_date,
    array_contains(p.mapped_columns, 'notice_contact')
    and array_contains(p.mapped_columns, 'notice_steps')
    and array_contains(p.mapped_columns, 'notice_results')
    and array_contains(p.mapped_columns, 'notice_date') as is_notice_recorded,
    r.acknowledge_due_on,
    r.acknowledge_year_missing,
    p.answer_started_on,
    coalesce(p.due_date, w.answer_due_on) as answer_due_original_on,
    coalesce(p.due_date_agreed, p.due_date, w.answer_due_on) as answer_due_on,
    w.answer_latest_on,
    case when coalesce(p.due_date_agreed, p.due_date) is null then w.answer_year_missing end as answer_year_missing,
    case when p.channel in ('in_person', 'phone') then r.spoken_until_on end as spoken_until_on,
    p.patient_link_key,
    p.recovery_actions,
    p.repeat_of,
    p.as_of as observed_to,
    case
        when p.ended_on is null then 'open'
        when p.status = 'closed' then 'resolved'
        else 'otherwise'
    end as ending,
    cast(date_diff('day', p.received_on, coalesce(p.ended_on, p.as_of)) as integer) as age_days
from started as p
left join store.due_days as r
    on
        p.clock_no = r.clock_no
        and p.received_on = r.started_on
left join store.due_days as w
    on
        p.clock_no = w.clock_no
        and p.answer_started_on = w.started_on
order by unit_id asc nulls last, p.received_on asc nulls last
