-- question: How many patients did each unit have in each month?
-- page:     mart
-- params:   none
-- grain:    one row per source, unit and month
-- columns:  unit_id     VARCHAR  id        the unit valid in the month
--           unit_name   VARCHAR  name      its name then
--           department  VARCHAR  name      its department then
--           site        VARCHAR  name      its site then
--           month       DATE     day       first day of the month
--           discharges  DOUBLE   patients  discharges, null where not given
--           bed_days    DOUBLE   days      occupied bed days, null where not given
--           attendances DOUBLE   patients  attendances, null where not given
--           sent_by     VARCHAR  name      the source whose file says so
with newest as (
    select
        a.*,
        e.later_n,
        last_day(a.month) as month_end,
        row_number() over (
            partition by a.source_system, a.unit_id, a.month
            order by e.later_n desc nulls last, a.line asc nulls last
        ) as newness
    from store.activity as a
    inner join mart.extracts as e on a.extract_id = e.extract_id
)

-- a unit that began or ended within the month is placed where it was on the month's last or first day
select
    coalesce(d.unit_id, f.unit_id, v.unit_id, w.unit_id, 'UNASSIGNED') as unit_id,
    coalesce(d.unit_name, f.unit_name, v.unit_name, w.unit_name, 'Not assigned') as unit_name,
    coalesce(d.department, f.department, v.department, w.department, 'Not assigned') as department,
    coalesce(d.site, f.site, v.site, w.site, 'not recorded') as site,
    n.month,
    n.discharges,
    n.bed_days,
    n.attendances,
    n.source_system as sent_by
from newest as n
left join mart.units as d
    on
        n.unit_id = d.unit_id
        and n.month_end >= d.valid_from
        and n.month_end <= d.valid_to
left join mart.units as f
    on
        n.unit_id = f.unit_id
        and n.month >= f.valid_from
        and n.month <= f.valid_to
left join mart.aliases as a
    on
        n.source_system = a.source_system
        and n.unit_id = a.source_unit
        and n.month_end >= a.valid_from
        and n.month_end <= a.valid_to
left join mart.units as v
    on
        a.unit_id = v.unit_id
        and n.month_end >= v.valid_from
        and n.month_end <= v.valid_to
left join mart.aliases as b
    on
        n.source_system = b.source_system
        and n.unit_id = b.source_unit
        and n.month >= b.valid_from
        and n.month <= b.valid_to
left join mart.units as w
    on
        b.unit_id = w.unit_id
        and n.month >= w.valid_from
        and n.month <= w.valid_to
where
    n.newness = 1
    and not exists (
        select 1
        from mart.replacements as r
        where
            r.dataset = 'activity'
            and r.source_system = n.source_system
            and r.later_n > n.later_n
            and n.month >= r.from_on
            and n.month <= r.to_on
    )
