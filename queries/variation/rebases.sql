-- question: From which months on do control charts of certain measures have new limits, and why?
-- page:     timeliness
-- params:   $measures VARCHAR[]  names of measures
-- grain:    one row per measure, month and unit (null: every unit)
-- columns:  measure  VARCHAR  -  the measure's name
--           unit_id  VARCHAR  -  the unit whose chart it is; null for every unit's
--           month    DATE     -  first month of the new limits, by its first day
--           reason   VARCHAR  -  what changed in how the work is done
select
    measure,
    unit_id,
    month,
    reason
from visible.rebases
where list_contains($measures, measure)
order by measure, month, unit_id nulls first
