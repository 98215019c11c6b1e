-- question: Which months of which units may hold other complaints in another publication?
-- page:     publications
-- params:   none
-- grain:    one row per source, unit and month of receipt
-- columns:  source_system  VARCHAR  -           the source
--           unit_id        VARCHAR  -           the unit
--           month          DATE     month       first day of the month of receipt
--           rows_n         BIGINT   complaints  how many
--           checksum       BIGINT   -           over all that measures and filters read of them
select
    source_system,
    unit_id,
    cast(date_trunc('month', received_on) as date) as month,
    count(*) as rows_n,
    cast(bit_xor(hash(
        complaint_id, contact_type, received_on, event_on, closed_on, first_closed_on, reopened_on,
        ending, status, acknowledged_on, is_acknowledgement_recorded, satisfaction_handling,
        is_feedback_recorded, department, site, channel, severity, complexity, outcome, age_band,
        complainant_status, service_area, profession, recovery_model, stage, perceived_only,
        case when ending = 'open' then observed_to end
    )) >> 1 as bigint) as checksum
from visible.complaints
group by source_system, unit_id, month
order by source_system, unit_id, month
