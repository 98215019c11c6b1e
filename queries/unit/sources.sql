-- question: Up to which day do the sources of these units' complaints reach, and how many are open?
-- page:     unit
-- params:   $units VARCHAR[]  units chosen; never null (what may be seen is the view's business)
-- grain:    one row per source
-- columns:  source_system  VARCHAR  -           the source
--           source_as_of   DATE     -           the newest day up to which it is complete
--           open_n         BIGINT   complaints  open, as it last had them
select
    source_system,
    max(source_as_of) as source_as_of,
    count(*) filter (where ending = 'open') as open_n
from visible.complaints
where list_contains($units, unit_id)
group by source_system
order by source_system
