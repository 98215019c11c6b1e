-- question: How many complaints are open, where the cells don't hold the groups or days?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_on DATE              first day of receipt
--           $to_on DATE                last day of receipt
--           $as_of DATE                the day to which the complaints are rewound; 9999-12-31 is the data's own
--           $wanted VARCHAR[]          values that a complaint must have, such as 'outcome=upheld'
--           $wanted_columns_n BIGINT   number of columns in $wanted; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, month, age_band (days waited) or another column
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all, or if no case is open
--           received_n      BIGINT   complaints  received, open or not (in part age_band: of all ages)
--           open_n          BIGINT   complaints  open at the source's as-of, in its last extract
--           not_heard_of_n  BIGINT   complaints  open when last seen, and not carried by the source since
--           last_heard_on   DATE     -           the latest day on which one of those was heard of
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n were received
with

observed as (
    select
        unnest($parts) as part,
        *,
        ending = 'open' and observed_to >= source_as_of as is_open_now,
        ending = 'open' and observed_to < source_as_of as is_not_heard_of,
        case when ending = 'open' then date_diff('day', received_on, source_as_of) end as waiting_days
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
),

chosen as (
    select
        *,
        case
            when waiting_days <= 7 then '0-7'
            when waiting_days <= 30 then '8-30'
            when waiting_days <= 90 then '31-90'
            when waiting_days <= 182 then '91-182'
            when waiting_days > 182 then 'over 182'
        end as waiting_band
    from observed
),

counted as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(received_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part = 'age_band' then waiting_band
            when part <> 'all' then visible.attribute_of(attributes, part)
        end as group_name,
        count(*) as received_n,
        count(*) filter (where is_open_now) as open_n,
        count(*) filter (where is_not_heard_of) as not_heard_of_n,
        max(observed_to) filter (where is_not_heard_of) as last_heard_on
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        -- days waited divide the open ones alone: their n is all complaints of the selection
        case when part = 'age_band' then sum(received_n) over (partition by part) else received_n end as group_n
    from counted
)

select
    part,
    group_name,
    case when group_n >= $floor_n then cast(group_n as bigint) end as received_n,
    case when group_n >= $floor_n then cast(open_n as bigint) end as open_n,
    case when group_n >= $floor_n then cast(not_heard_of_n as bigint) end as not_heard_of_n,
    case when group_n >= $floor_n then last_heard_on end as last_heard_on,
    group_n < $floor_n as is_suppressed
from sized
where part <> 'age_band' or group_name is not null
order by part, group_name
