-- question: How many patients does each source say each unit had, by month?
-- page:     publications
-- params:   none
-- grain:    one row per source, unit and month
-- columns:  source_system  VARCHAR  -         the source
--           unit_id        VARCHAR  -         the unit
--           month          DATE     month     first day of the month
--           discharges     DOUBLE   patients  discharges, null where not given
--           bed_days       DOUBLE   days      occupied bed days, null where not given
--           attendances    DOUBLE   patients  attendances, null where not given
select
    sent_by as source_system,
    unit_id,
    month,
    sum(discharges) as discharges,
    sum(bed_days) as bed_days,
    sum(attendances) as attendances
from visible.activity
group by sent_by, unit_id, month
order by source_system, unit_id, month
