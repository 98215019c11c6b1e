-- question: Which complaint or response stands in the mart more than once?
-- page:     invariants
-- params:   none
-- grain:    one row per such key
-- columns:  source_system VARCHAR  name  the source
--           key           VARCHAR  id    the complaint or response
--           rows_n        BIGINT   rows  how often
select
    source_system,
    complaint_id as key,
    cast(count(*) as bigint) as rows_n
from mart.complaints
group by source_system, complaint_id
having count(*) > 1
union all
select
    source_system,
    response_id as key,
    cast(count(*) as bigint) as rows_n
from mart.surveys
group by source_system, response_id
having count(*) > 1
