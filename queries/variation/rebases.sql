-- question: From which months on does a measure's control chart have new limits, and why?
-- page:     timeliness
-- params:   $measure VARCHAR  the measure's name
-- grain:    one row per unit (null: every unit) and month
-- columns:  unit_id  VARCHAR  -  the unit whose chart it is; null for every unit's
--           month    DATE     -  first month of the new limits, by its first day
--           reason   VARCHAR  -  what changed in how the work is done
select
    unit_id,
    month,
    reason
from visible.rebases
where measure = $measure
order by month, unit_id nulls first
