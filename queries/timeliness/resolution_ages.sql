-- question: How old are the cohort's complaints when they end, or when they were last seen open?
-- page:     timeliness
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
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

counted as (
    select *
    from
        visible.resolution_ages($groups, $from_month, $to_month, $parts)
),

-- a floor of 0 hides nothing, and costs nothing
small as (
    select
        part,
        coalesce(group_name, '') as group_key
    from counted
    where $floor_n > 0
    group by part, group_key
    having sum(resolved_n + otherwise_n + open_n) < $floor_n
),

-- a suppressed group must not show how its ages are spread: all its rows fold into one
shown as (
    select
        counted.*,
        false as is_suppressed
    from counted
    left join small
        on
            counted.part = small.part
            and coalesce(counted.group_name, '') = small.group_key
    where small.part is null
    union all
    select
        part,
        nullif(group_key, '') as group_name,
        null as age_days,
        null as resolved_n,
        null as otherwise_n,
        null as open_n,
        true as is_suppressed
    from small
)

select
    part,
    group_name,
    cast(age_days as bigint) as age_days,
    cast(resolved_n as bigint) as resolved_n,
    cast(otherwise_n as bigint) as otherwise_n,
    cast(open_n as bigint) as open_n,
    is_suppressed
from shown
order by part, group_name, age_days
