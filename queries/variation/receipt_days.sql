-- question: On which days were the chosen complaints received?
-- page:     unit
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_on DATE              first day of receipt
--           $to_on DATE                last day of receipt
--           $as_of DATE                the day to which the complaints are rewound; 9999-12-31 is the data's own
--           $wanted VARCHAR[]          values that a complaint must have, such as 'outcome=upheld'
--           $wanted_columns_n BIGINT   number of columns in $wanted; two values of one column are alternatives
--           $is_internal BOOLEAN       single complaints are shown to internal viewers only
-- grain:    one row per day on which one was received
-- columns:  received_on   DATE    -           the day
--           complaints_n  BIGINT  complaints  received on it
select
    received_on,
    count(*) as complaints_n
from visible.complaints_at($as_of)
where
    $is_internal
    and unit_id in (select unnest($units))
    and channel in (select unnest($channels))
    and severity in (select unnest($severities))
    and contact_type in (select unnest($contact_types))
    and received_on between $from_on and $to_on
    and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
group by received_on
order by received_on
