-- question: Which months of which units may hold other survey responses in another publication?
-- page:     publications
-- params:   none
-- grain:    one row per source, unit and month of the event
-- columns:  source_system  VARCHAR  -          the source
--           unit_id        VARCHAR  -          the unit
--           month          DATE     month      first day of the month of the event
--           rows_n         BIGINT   responses  how many
--           checksum       BIGINT   -          over all that measures and filters read of them
select
    source_system,
    unit_id,
    cast(date_trunc('month', event_on) as date) as month,
    count(*) as rows_n,
    cast(bit_xor(hash(
        response_id, event_on, instrument, mode, arm, recommends, is_dissatisfied, weight,
        department, site, age_band, ethnicity_group, preferred_language, posted_online
    )) >> 1 as bigint) as checksum
from visible.surveys
group by source_system, unit_id, month
order by source_system, unit_id, month
