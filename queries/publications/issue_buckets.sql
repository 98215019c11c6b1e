-- question: In which months of which units may complaints have other subjects in another publication?
-- page:     publications
-- params:   none
-- grain:    one row per source, unit and month of receipt
-- columns:  source_system  VARCHAR  -         the source
--           unit_id        VARCHAR  -         the unit
--           month          DATE     month     first day of the month of receipt
--           rows_n         BIGINT   subjects  how many, of all complaints
--           checksum       BIGINT   -         over all that measures read of them
select
    c.source_system,
    c.unit_id,
    cast(date_trunc('month', c.received_on) as date) as month,
    count(*) as rows_n,
    cast(bit_xor(hash(i.complaint_id, i.taxonomy, i.subject, i.severity, i.is_primary)) >> 1 as bigint) as checksum
from visible.complaints as c
inner join visible.issues as i
    on
        c.source_system = i.source_system
        and c.complaint_id = i.complaint_id
group by c.source_system, c.unit_id, month
order by c.source_system, c.unit_id, month
