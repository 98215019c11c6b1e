-- question: How many days after the first closing were complaints reopened?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
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

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.reopening_cells($groups)
    where received_month between $from_month and $to_month
),

counted as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(received_month, '%Y-%m')
            when 'department' then department
            when 'site' then site
            when 'channel' then channel
            when 'contact_type' then contact_type
            when 'severity' then severity
        end as group_name,
        days_n,
        sum(reopened_n) as reopened_n,
        sum(followed_n) as followed_n,
        sum(not_closed_n) as not_closed_n,
        sum(not_recorded_n) as not_recorded_n
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
