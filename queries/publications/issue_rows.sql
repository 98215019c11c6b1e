-- question: What are the complaints of some months of some units about?
-- page:     publications
-- params:   $sources VARCHAR[]   sources, and beside each
--           $unit_ids VARCHAR[]  its unit
--           $months VARCHAR[]    and its month of receipt, by its first day (2026-03-01)
-- grain:    one row per complaint, taxonomy and subject
-- columns:  source_system  VARCHAR  -     its source
--           complaint_id   VARCHAR  -     the complaint
--           unit_id        VARCHAR  -     the unit
--           contact_type   VARCHAR  -     concern, complaint, grievance, pals_enquiry
--           month          DATE     month first day of the month of receipt
--           taxonomy       VARCHAR  -     HCAT, KO41a or local
--           subject        VARCHAR  -     in the taxonomy's words
--           severity       TINYINT  -     of this subject, 0 to 3
--           is_primary     BOOLEAN  -     the complaint's main subject
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
    w.month,
    i.taxonomy,
    i.subject,
    i.severity,
    i.is_primary
from visible.complaints as c
inner join wanted as w
    on
        c.source_system = w.source_system
        and c.unit_id = w.unit_id
        and date_trunc('month', c.received_on) = w.month
inner join visible.issues as i
    on
        c.source_system = i.source_system
        and c.complaint_id = i.complaint_id
