-- question: Which names of units does each extract use that lets unseen units become units?
-- page:     mart
-- params:   none
-- grain:    one row per extract and name
-- columns:  extract_id    VARCHAR  id    the extract
--           source_system VARCHAR  name  its source
--           unit_id       VARCHAR  id    the name, as the source writes it
select distinct
    f.extract_id,
    f.source_system,
    f.unit_id
from (
    select
        extract_id,
        source_system,
        unit_id
    from store.complaints
    union all
    select
        extract_id,
        source_system,
        unit_id
    from store.surveys
    union all
    select
        extract_id,
        source_system,
        unit_id
    from store.activity
) as f
inner join mart.extracts as e on f.extract_id = e.extract_id
where
    e.register_units
    and f.unit_id <> 'UNASSIGNED'
