-- question: How many days after the first closing were complaints reopened, where cells can't tell?
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
--           $parts VARCHAR[]           all, unit, department, site, month or another column
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part, group and number of days
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           days_n          BIGINT   days        first closing to reopening or last day seen; 91: over 90
--           reopened_n      BIGINT   complaints  reopened after so many days
--           followed_n      BIGINT   complaints  not reopened, and followed for so many days (censored)
--           not_closed_n    BIGINT   complaints  not closed yet
--           not_recorded_n  BIGINT   complaints  their source has no reopenings at all
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n were closed; then one row with null counts
with

closings as (
    select
        unnest($parts) as part,
        *,
        case when first_closed_on <= $as_of then first_closed_on else closed_on end as first_closing_on,
        case
            when reopened_on <= $as_of then reopened_on
            -- one that is open again without a date of reopening was so on the last day it was seen
            when reopened_on is null and first_closed_on <= $as_of and closed_on is null then observed_to
        end as open_again_on
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
            when not is_reopening_recorded then 'not_recorded'
            when first_closing_on is null then 'not_closed'
            when open_again_on is not null then 'reopened'
            else 'followed'
        end as reopening,
        case
            when reopening in ('reopened', 'followed')
                then greatest(least(date_diff('day', first_closing_on, coalesce(open_again_on, observed_to)), 91), 0)
        end as days_n
    from closings
),

counted as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(received_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part <> 'all' then visible.attribute_of(attributes, part)
        end as group_name,
        days_n,
        count(*) filter (where reopening = 'reopened') as reopened_n,
        count(*) filter (where reopening = 'followed') as followed_n,
        count(*) filter (where reopening = 'not_closed') as not_closed_n,
        count(*) filter (where reopening = 'not_recorded') as not_recorded_n
    from chosen
    group by part, group_name, days_n
),

sized as (
    select
        part,
        group_name,
        reopened_n,
        followed_n,
        not_closed_n,
        not_recorded_n,
        sum(reopened_n + followed_n) over (partition by part, group_name) < $floor_n as is_suppressed,
        -- a suppressed group must not show how its days are spread: all its rows fold into one
        case when not is_suppressed then cast(days_n as bigint) end as shown_days_n
    from counted
)

select
    part,
    group_name,
    shown_days_n as days_n,
    case when not is_suppressed then cast(sum(reopened_n) as bigint) end as reopened_n,
    case when not is_suppressed then cast(sum(followed_n) as bigint) end as followed_n,
    case when not is_suppressed then cast(sum(not_closed_n) as bigint) end as not_closed_n,
    case when not is_suppressed then cast(sum(not_recorded_n) as bigint) end as not_recorded_n,
    is_suppressed
from sized
group by part, group_name, shown_days_n, is_suppressed
order by part, group_name, shown_days_n
