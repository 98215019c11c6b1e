-- question: Up to which day is each source of complaints complete?
-- page:     mart
-- params:   none
-- grain:    one row per source of complaints
-- columns:  source_system VARCHAR  name  the source
--           source_as_of  DATE     day   its newest as-of
select
    source_system,
    max(as_of) as source_as_of
from mart.extracts
where dataset = 'complaints'
group by source_system
