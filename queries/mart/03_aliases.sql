-- question: Which unit does a source's own name mean, and when?
-- page:     mart
-- params:   none
-- grain:    one row per source, name and validity
-- columns:  source_system VARCHAR  name  the source whose name it is
--           source_unit   VARCHAR  name  the unit's name there
--           unit_id       VARCHAR  id    the unit it means
--           valid_from    DATE     day   first day it means that
--           valid_to      DATE     day   last day it means that
--           sent_by       VARCHAR  name  the source whose file says so
with newest as (
    select
        a.source_system,
        a.source_unit,
        a.unit_id,
        a.valid_from,
        a.valid_to,
        e.source_system as sent_by,
        e.later_n,
        row_number() over (
            partition by a.source_system, a.source_unit, a.valid_from
            order by e.later_n desc nulls last, a.line desc nulls last
        ) as newness
    from store.unit_aliases as a
    inner join mart.extracts as e on a.extract_id = e.extract_id
),

kept as (
    select
        source_system,
        source_unit,
        unit_id,
        coalesce(valid_from, date '0001-01-01') as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        sent_by
    from newest
    where
        newness = 1
        and not exists (
            select 1
            from mart.replacements as r
            where
                r.dataset = 'unit_aliases'
                and r.source_system = newest.sent_by
                and r.later_n > newest.later_n
        )
)

-- a meaning that another file left open ends where the name's next one begins
select
    source_system,
    source_unit,
    unit_id,
    valid_from,
    least(
        valid_to,
        coalesce(
            lead(valid_from) over (
                partition by source_system, source_unit order by valid_from asc nulls last
            ) + -1,
            date '9999-12-31'
        )
    ) as valid_to,
    sent_by
from kept
