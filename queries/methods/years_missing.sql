-- question: Which years does the calendar of working days lack, and for how many complaints?
-- page:     methods
-- params:   none
-- grain:    one row per year that is lacking
-- columns:  year_missing  INTEGER  year        that the calendar does not know
--           complaints_n  BIGINT   complaints  without a day for acknowledgement or answer for want of it
select
    coalesce(acknowledge_year_missing, answer_year_missing) as year_missing,
    count(*) as complaints_n
from visible.complaints
where coalesce(acknowledge_year_missing, answer_year_missing) is not null
group by year_missing
order by year_missing
