-- question: How old are the cohort's complaints when they end, or when they were last seen open?
-- page:     timeliness
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per part, group and age in days
-- columns:  part           VARCHAR  -           how the row is grouped; one of $parts
--           group_name     VARCHAR  -           the group's name; null in part all
--           age_days       BIGINT   days        receipt to the ending, or to the last day the complaint was observed
--           resolved_n     BIGINT   complaints  closed with status closed at that age
--           otherwise_n    BIGINT   complaints  withdrawn, transferred or escalated at that age (competing endings)
--           open_n         BIGINT   complaints  last seen open at that age (censored)
--           is_suppressed  BOOLEAN  -           whether the group is under the floor; then one row with null counts
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.resolution_cells($units, $channels, $severities, $contact_types, $parts)
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
        age_days,
        sum(resolved_n) as resolved_n,
        sum(otherwise_n) as otherwise_n,
        sum(open_n) as open_n,
        sum(resolved_n + otherwise_n + open_n) as complaints_n
    from chosen
    group by part, group_name, age_days
),

sized as (
    select
        part,
        group_name,
        resolved_n,
        otherwise_n,
        open_n,
        sum(complaints_n) over (partition by part, group_name) < $floor_n as is_suppressed,
        -- a suppressed group must not show how its ages are spread: all its rows fold into one
        case when not is_suppressed then cast(age_days as bigint) end as shown_days
    from counted
)

select
    part,
    group_name,
    shown_days as age_days,
    case when not is_suppressed then cast(coalesce(sum(resolved_n), 0) as bigint) end as resolved_n,
    case when not is_suppressed then cast(coalesce(sum(otherwise_n), 0) as bigint) end as otherwise_n,
    case when not is_suppressed then cast(coalesce(sum(open_n), 0) as bigint) end as open_n,
    is_suppressed
from sized
group by part, group_name, shown_days, is_suppressed
order by part, group_name, shown_days
