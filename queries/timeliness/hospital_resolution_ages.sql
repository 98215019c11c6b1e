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

-- of the contact types chosen, too, there are never a few complaints or a few units
chosen as (
    select
        *,
        sum(resolved_n + otherwise_n + open_n) over (partition by received_month) as month_n,
        max(units_n) over (partition by received_month) as month_units_n
    from visible.hospital_resolution_cells
    where
        contact_type in (select unnest($contact_types))
        and received_month between $from_month and $to_month
),

parted as (
    select
        unnest($parts) as part,
        *
    from chosen
    where
        month_n >= 30
        and month_units_n >= 5
)

select
    part,
    case when part = 'month' then strftime(received_month, '%Y-%m') end as group_name,
    cast(age_days as bigint) as age_days,
    cast(coalesce(sum(resolved_n), 0) as bigint) as resolved_n,
    cast(coalesce(sum(otherwise_n), 0) as bigint) as otherwise_n,
    cast(coalesce(sum(open_n), 0) as bigint) as open_n,
    false as is_suppressed
from parted
group by part, group_name, age_days
order by part, group_name, age_days
