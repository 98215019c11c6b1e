-- question: Does the viewer see every unit, and how many complaints belong to none of their months?
-- page:     all
-- params:   none
-- grain:    one row
-- columns:  is_whole   BOOLEAN  -           true for viewers of all units
--           undated_n  BIGINT   complaints  without a receipt date, in the newest extract of each source; 0 for others
select
    coalesce(getvariable('all_units'), false) as is_whole,
    cast(coalesce(sum(undated_n) filter (where getvariable('all_units')), 0) as bigint) as undated_n
from visible.sources
where dataset = 'complaints'
