-- question: Which units are there: named by a units file, registered on the way, or not assigned?
-- page:     mart
-- params:   none
-- grain:    one row per unit and validity
-- columns:  unit_id       VARCHAR  id    the organization's own id
--           unit_name     VARCHAR  name  name on the screen
--           department    VARCHAR  name  department then
--           site          VARCHAR  name  site then
--           parent_id     VARCHAR  id    the unit above
--           valid_from    DATE     day   first day it was so
--           valid_to      DATE     day   last day it was so
--           is_registered BOOLEAN  flag  a units file names it
select
    unit_id,
    unit_name,
    department,
    site,
    parent_id,
    valid_from,
    valid_to,
    true as is_registered
from mart.named_units
union all
select distinct
    s.unit_id,
    s.unit_id as unit_name,
    'Unregistered units' as department,
    'not recorded' as site,
    cast(null as varchar) as parent_id,
    date '0001-01-01' as valid_from,
    date '9999-12-31' as valid_to,
    false as is_registered
from mart.seen_units as s
where
    not exists (
        select 1 from mart.named_units as u
        where u.unit_id = s.unit_id
    )
    and not exists (
        select 1 from mart.aliases as a
        where a.source_system = s.source_system and a.source_unit = s.unit_id
    )
union all
select
    'UNASSIGNED' as unit_id,
    'Not assigned' as unit_name,
    'Not assigned' as department,
    'not recorded' as site,
    cast(null as varchar) as parent_id,
    date '0001-01-01' as valid_from,
    date '9999-12-31' as valid_to,
    false as is_registered
