-- question: Which complaints do some months of some units hold?
-- page:     publications
-- params:   $sources VARCHAR[]   sources, and beside each
--           $unit_ids VARCHAR[]  its unit
--           $months VARCHAR[]    and its month of receipt, by its first day (2026-03-01)
-- grain:    one row per complaint
-- columns:  source_system                VARCHAR  -            its source
--           complaint_id                 VARCHAR  -            the source's own number
--           unit_id                      VARCHAR  -            the unit
--           contact_type                 VARCHAR  -            concern, complaint, grievance, pals_enquiry
--           received_on                  DATE     -            day of receipt
--           event_on                     DATE     -            day of the incident, else of receipt
--           closed_on                    DATE     -            final closing, null while it is open
--           ending                       VARCHAR  -            resolved, otherwise or open
--           observed_to                  DATE     -            followed up to this day
--           acknowledged_on              DATE     -            acknowledgement
--           satisfaction_handling        TINYINT  points 1-5   satisfaction with the handling
--           is_acknowledgement_recorded  BOOLEAN  -            its file has acknowledgements
--           is_feedback_recorded         BOOLEAN  -            its file has that satisfaction
--           reopening                    BIGINT   -            stands for the first closing and the reopening
--           details                      BIGINT   -            stands for what only filters read
with wanted as (
    select
        unnest($sources) as source_system,
        unnest($unit_ids) as unit_id,
        try_cast(unnest($months) as date) as month
)

select
    c.source_system,
    c.complaint_id,
    c.unit_id,
    c.contact_type,
    c.received_on,
    c.event_on,
    c.closed_on,
    c.ending,
    c.observed_to,
    c.acknowledged_on,
    c.satisfaction_handling,
    c.is_acknowledgement_recorded,
    c.is_feedback_recorded,
    cast(hash(c.first_closed_on, c.reopened_on) >> 1 as bigint) as reopening,
    cast(hash(
        c.status, c.department, c.site, c.channel, c.severity, c.complexity, c.outcome, c.age_band,
        c.complainant_status, c.service_area, c.profession, c.recovery_model, c.stage, c.perceived_only
    ) >> 1 as bigint) as details
from visible.complaints as c
inner join wanted as w
    on
        c.source_system = w.source_system
        and c.unit_id = w.unit_id
        and date_trunc('month', c.received_on) = w.month
