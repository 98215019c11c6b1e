-- question: In which units and months do the numbers of patients differ between two publications?
-- page:     publications
-- params:   none
-- grain:    one row per part, place and kind of change
-- columns:  part        VARCHAR  -       all, month, unit or unit_month
--           basis       VARCHAR  -       event
--           unit_id     VARCHAR  -       the unit, in parts unit and unit_month
--           month       DATE     month   its first day, in parts month and unit_month
--           kind        VARCHAR  -       added, removed or changed, and with it activity_ and the same
--           is_counted  BOOLEAN  -       true: all of it counts
--           rows_n      BIGINT   months  months of a unit, as one source has them
with told as (
    select
        coalesce(a.unit_id, b.unit_id) as unit_id,
        coalesce(a.month, b.month) as month,
        unnest(case
            when b.unit_id is null then ['added', 'activity_added']
            when a.unit_id is null then ['removed', 'activity_removed']
            else ['changed', 'activity_changed']
        end) as kind
    from before_rows as b
    full outer join after_rows as a
        on b.source_system = a.source_system and b.unit_id = a.unit_id and b.month = a.month
    where
        a.unit_id is null
        or b.unit_id is null
        or b.discharges is distinct from a.discharges
        or b.bed_days is distinct from a.bed_days
        or b.attendances is distinct from a.attendances
)

select
    case
        when grouping_id(unit_id, month) = 3 then 'all'
        when grouping_id(unit_id, month) = 2 then 'month'
        when grouping_id(unit_id, month) = 1 then 'unit'
        else 'unit_month'
    end as part,
    'event' as basis,
    unit_id,
    month,
    kind,
    true as is_counted,
    count(*) as rows_n
from told
group by grouping sets ((kind), (month, kind), (unit_id, kind), (unit_id, month, kind))
order by all
