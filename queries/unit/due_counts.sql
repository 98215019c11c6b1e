-- question: How many complaints are open, by how near their day is?
-- page:     unit
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $today DATE                the day in hand, to which the days left are counted
--           $standard_days BIGINT      days within which a complaint should be resolved, where no clock sets a day
--           $soon_days BIGINT          days that count as soon
--           $is_internal BOOLEAN       single complaints are shown to internal viewers only
-- grain:    one row per due, for those that occur
-- columns:  due               VARCHAR  -           past, today, soon, later, no day set
--           open_n            BIGINT   complaints  open
--           unacknowledged_n  BIGINT   complaints  of them not acknowledged, as far as that is recorded
select
    due,
    count(*) as open_n,
    count(*) filter (where acknowledgement = 'no') as unacknowledged_n
from visible.cases_due(cast($today as date), $standard_days, $soon_days)
where
    $is_internal
    and unit_id in (select unnest($units))
    and channel in (select unnest($channels))
    and severity in (select unnest($severities))
    and contact_type in (select unnest($contact_types))
group by due
order by due
