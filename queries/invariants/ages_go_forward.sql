-- question: Which complaints end, or are last seen, before they were received?
-- page:     invariants
-- params:   none
-- grain:    one row per such complaint
-- columns:  complaint_id VARCHAR  id    the complaint
--           age_days     INTEGER  days  its age
select
    complaint_id,
    age_days
from mart.complaints
where age_days < 0
