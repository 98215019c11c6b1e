-- question: Which units lie below a unit, itself included? (six levels; a cycle can't loop)
-- page:     mart
-- params:   none
-- grain:    one row per unit and unit above it
-- columns:  ancestor_id VARCHAR  id  the unit above, or the unit itself
--           unit_id     VARCHAR  id  the unit
with edges as (
    select distinct
        unit_id,
        parent_id
    from mart.units
    where parent_id is not null
),

level_1 as (
    select
        parent_id as ancestor_id,
        unit_id
    from edges
),

level_2 as (
    select
        e.parent_id as ancestor_id,
        l.unit_id
    from level_1 as l inner join edges as e on l.ancestor_id = e.unit_id
),

level_3 as (
    select
        e.parent_id as ancestor_id,
        l.unit_id
    from level_2 as l inner join edges as e on l.ancestor_id = e.unit_id
),

level_4 as (
    select
        e.parent_id as ancestor_id,
        l.unit_id
    from level_3 as l inner join edges as e on l.ancestor_id = e.unit_id
),

level_5 as (
    select
        e.parent_id as ancestor_id,
        l.unit_id
    from level_4 as l inner join edges as e on l.ancestor_id = e.unit_id
),

level_6 as (
    select
        e.parent_id as ancestor_id,
        l.unit_id
    from level_5 as l inner join edges as e on l.ancestor_id = e.unit_id
)

select
    unit_id as ancestor_id,
    unit_id
from mart.units
union
select
    ancestor_id,
    unit_id
from level_1
union
select
    ancestor_id,
    unit_id
from level_2
union
select
    ancestor_id,
    unit_id
from level_3
union
select
    ancestor_id,
    unit_id
from level_4
union
select
    ancestor_id,
    unit_id
from level_5
union
select
    ancestor_id,
    unit_id
from level_6
