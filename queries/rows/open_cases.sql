-- question: How many complaints are open, by groups and days that the cells don't hold?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_on DATE              first day of receipt
--           $to_on DATE                last day of receipt
--           $as_of DATE                the day to which the complaints are rewound; 9999-12-31 is the data's own
--           $where VARCHAR[]           values that a complaint must have, such as 'outcome=upheld'
--           $where_columns_n BIGINT    number of columns in $where; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, department, site, month or another column
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all, and where no case of part age_band is open
--           received_n      BIGINT   complaints  received in the group, open or not (in part age_band: in the selection)
--           open_n          BIGINT   complaints  open at the source's as-of, carried or covered by its last extract
--           not_heard_of_n  BIGINT   complaints  open when last seen, and not carried by the source since
--           last_heard_on   DATE     -           the latest day on which one of those was heard of
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n were received
with

cohort as (
    select
        unnest($parts) as part,
        *
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and len(list_intersect(attributes, $where)) = $where_columns_n
),

observed as (
    select
        *,
        date_diff('day', received_on, source_as_of) as waiting_days,
        observed_to = source_as_of as is_heard_of,
        observed_to as last_heard_on
    from visible.complaints_at($as_of)
),

open_now as (
    select
        unnest($parts) as part,
        *
    from observed
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and len(list_intersect(attributes, $where)) = $where_columns_n
        and ending = 'open'
),

received as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(received_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part not in ('all', 'age_band') then
                coalesce(
                    list_filter(attributes, lambda a: starts_with(a, part || '='))[1][len(part) + 2:],
                    'not recorded'
                )
        end as group_name,
        cast(sum(1) as bigint) as received_n
    from cohort
    group by part, group_name
),

waiting as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(received_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part = 'age_band' then
                case
                    when waiting_days <= 7 then '0-7'
                    when waiting_days <= 30 then '8-30'
                    when waiting_days <= 90 then '31-90'
                    when waiting_days <= 182 then '91-182'
                    else 'over 182'
                end
            when part <> 'all' then
                coalesce(
                    list_filter(attributes, lambda a: starts_with(a, part || '='))[1][len(part) + 2:],
                    'not recorded'
                )
        end as group_name,
        sum(1) filter (where is_heard_of) as open_n,
        sum(1) filter (where not is_heard_of) as not_heard_of_n,
        max(last_heard_on) filter (where not is_heard_of) as last_heard_on
    from open_now
    group by part, group_name
),

joined as (
    select
        received.part,
        coalesce(waiting.group_name, received.group_name) as group_name,
        received.received_n,
        waiting.open_n,
        waiting.not_heard_of_n,
        waiting.last_heard_on
    from received
    left join waiting
        on
            received.part = waiting.part
            and (received.part = 'age_band' or received.group_name is not distinct from waiting.group_name)
)

select
    part,
    group_name,
    case when received_n >= $floor_n then received_n end as received_n,
    case when received_n >= $floor_n then cast(coalesce(open_n, 0) as bigint) end as open_n,
    case when received_n >= $floor_n then cast(coalesce(not_heard_of_n, 0) as bigint) end as not_heard_of_n,
    case when received_n >= $floor_n then last_heard_on end as last_heard_on,
    received_n < $floor_n as is_suppressed
from joined
order by part, group_name
