-- question: How many answered complaints got a whole written notice, where cells don't hold the groups or days?
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
-- grain:    one row per part and group
-- columns:  part            VARCHAR  -           how the row is grouped; one of $parts
--           group_name      VARCHAR  -           the group's name; null in part all
--           complete_n      BIGINT   complaints  answered, with all four elements
--           answered_n      BIGINT   complaints  answered
--           contact_n       BIGINT   complaints  answered, and a contact person is named
--           steps_n         BIGINT   complaints  answered, and the steps taken are told
--           results_n       BIGINT   complaints  answered, and the results are told
--           date_n          BIGINT   complaints  answered, and the date of completion is told
--           not_answered_n  BIGINT   complaints  not answered yet
--           not_recorded_n  BIGINT   complaints  their source does not have responses and all four elements
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n are answered
with

chosen as (
    select
        unnest($parts) as part,
        *,
        case
            when not (is_notice_recorded and is_response_recorded) then 'not_recorded'
            when response_sent_on is null then 'not_answered'
            else 'answered'
        end as answer
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
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
        count(*) filter (
            where
            answer = 'answered'
            and notice_contact
            and notice_steps
            and notice_results
            and notice_date
        ) as complete_n,
        count(*) filter (where answer = 'answered') as answered_n,
        count(*) filter (where answer = 'answered' and notice_contact) as contact_n,
        count(*) filter (where answer = 'answered' and notice_steps) as steps_n,
        count(*) filter (where answer = 'answered' and notice_results) as results_n,
        count(*) filter (where answer = 'answered' and notice_date) as date_n,
        count(*) filter (where answer = 'not_answered') as not_answered_n,
        count(*) filter (where answer = 'not_recorded') as not_recorded_n
    from chosen
    group by part, group_name
),

sized as (
    select
        *,
        coalesce(answered_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(coalesce(complete_n, 0) as bigint) end as complete_n,
    case when not is_suppressed then cast(coalesce(answered_n, 0) as bigint) end as answered_n,
    case when not is_suppressed then cast(coalesce(contact_n, 0) as bigint) end as contact_n,
    case when not is_suppressed then cast(coalesce(steps_n, 0) as bigint) end as steps_n,
    case when not is_suppressed then cast(coalesce(results_n, 0) as bigint) end as results_n,
    case when not is_suppressed then cast(coalesce(date_n, 0) as bigint) end as date_n,
    case when not is_suppressed then cast(coalesce(not_answered_n, 0) as bigint) end as not_answered_n,
    case when not is_suppressed then cast(coalesce(not_recorded_n, 0) as bigint) end as not_recorded_n,
    is_suppressed
from sized
order by part, group_name
