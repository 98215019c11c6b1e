-- question: How many complaints are closed on the day they came, by source and month?
-- page:     publications
-- params:   none
-- grain:    one row per source and month of receipt
-- columns:  source_system  VARCHAR  -           the source
--           month          DATE     month       first day of the month of receipt
--           complaints_n   BIGINT   complaints  received
--           day_zero_n     BIGINT   complaints  closed with status closed on that very day
select
    source_system,
    cast(date_trunc('month', received_on) as date) as month,
    count(*) as complaints_n,
    count(*) filter (where ending = 'resolved' and age_days = 0) as day_zero_n
from visible.complaints
group by source_system, month
order by source_system, month
