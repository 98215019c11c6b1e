-- question: How old are the whole organization's complaints when they end? (the line to compare a unit with)
-- page:     timeliness
-- params:   $contact_types VARCHAR[]   contact types
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $parts VARCHAR[]           all, month
-- grain:    one row per part, group and age in days; months too small to show are not in it
-- columns:  part           VARCHAR  -           how the row is grouped; one of $parts
--           group_name     VARCHAR  -           the month; null in part all
--           age_days       BIGINT   days        receipt to the ending, or to the last day the complaint was observed
--           resolved_n     BIGINT   complaints  closed with status closed at that age
--           otherwise_n    BIGINT   complaints  withdrawn, transferred or escalated at that age (competing endings)
--           open_n         BIGINT   complaints  last seen open at that age (censored)
--           is_suppressed  BOOLEAN  -           false: the view shows only what is large enough
with

chosen as (
    select
        received_month,
        age_days,
        sum(resolved_n) as resolved_n,
        sum(otherwise_n) as otherwise_n,
        sum(open_n) as open_n,
        max(units_n) as units_n
    from visible.hospital_resolution_cells
    where
        list_contains($contact_types, contact_type)
        and received_month between $from_month and $to_month
    group by received_month, age_days
),

-- of the contact types chosen, too, there are never a few complaints or a few units
months as (
    select received_month
    from chosen
    group by received_month
    having
        sum(resolved_n + otherwise_n + open_n) >= 30
        and max(units_n) >= 5
),

shown as (
    select chosen.*
    from chosen
    inner join months on chosen.received_month = months.received_month
),

parted as (
    select
        'all' as part,
        cast(null as date) as month,
        age_days,
        sum(resolved_n) as resolved_n,
        sum(otherwise_n) as otherwise_n,
        sum(open_n) as open_n
    from shown
    where list_contains($parts, 'all')
    group by age_days
    union all
    select
        'month' as part,
        received_month as month,
        age_days,
        resolved_n,
        otherwise_n,
        open_n
    from shown
    where list_contains($parts, 'month')
)

select
    part,
    strftime(month, '%Y-%m') as group_name,
    cast(age_days as bigint) as age_days,
    cast(resolved_n as bigint) as resolved_n,
    cast(otherwise_n as bigint) as otherwise_n,
    cast(open_n as bigint) as open_n,
    false as is_suppressed
from parted
order by part, month, age_days
