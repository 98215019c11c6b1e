-- question: Which units do the units files name, and when were they so?
-- page:     mart
-- params:   none
-- grain:    one row per unit and validity
-- columns:  unit_id    VARCHAR  id    the organization's own id
--           unit_name  VARCHAR  name  name on the screen
--           department VARCHAR  name  department then
--           site       VARCHAR  name  site then
--           parent_id  VARCHAR  id    the unit above
--           valid_from DATE     day   first day it was so
--           valid_to   DATE     day   last day it was so
--           sent_by    VARCHAR  name  the source whose file says so
with newest as (
    select
        u.unit_id,
        u.unit_name,
        u.department,
        u.site,
        u.parent_id,
        u.valid_from,
        u.valid_to,
        u.source_system,
        e.later_n,
        row_number() over (
            partition by u.unit_id, u.valid_from
            order by e.later_n desc nulls last, u.line desc nulls last
        ) as newness
    from store.units as u
    inner join mart.extracts as e on u.extract_id = e.extract_id
),

kept as (
    select *
    from newest
    where
        newness = 1
        and not exists (
            select 1
            from mart.replacements as r
            where
                r.dataset = 'units'
                and r.source_system = newest.source_system
                and r.later_n > newest.later_n
        )
)

-- a validity that another file left open ends where the unit's next one begins: no row has two units
select
    unit_id,
    unit_name,
    department,
    coalesce(site, 'not recorded') as site,
    parent_id,
    valid_from,
    least(
        coalesce(valid_to, date '9999-12-31'),
        coalesce(
            lead(valid_from) over (partition by unit_id order by valid_from asc nulls last) + -1,
            date '9999-12-31'
        )
    ) as valid_to,
    source_system as sent_by
from kept
