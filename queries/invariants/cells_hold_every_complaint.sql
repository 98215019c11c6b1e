-- question: Which cube of complaints does not add up to the complaints?
-- page:     invariants
-- params:   none
-- grain:    one row per cube that is wrong; none when all is well
-- columns:  cube         VARCHAR  name        the cube
--           difference_n BIGINT   complaints  cube minus complaints
with sums as (
    select
        'resolution_cells' as cube,
        sum(complaints_n) as cells_n
    from mart.resolution_cells
    union all
    select
        'event_cells' as cube,
        sum(complaints_n) as cells_n
    from mart.event_cells
    union all
    select
        'acknowledgement_cells' as cube,
        sum(complaints_n) as cells_n
    from mart.acknowledgement_cells
    union all
    select
        'handling_cells' as cube,
        sum(complaints_n) as cells_n
    from mart.handling_cells
)

select
    s.cube,
    cast(coalesce(s.cells_n, 0) - (select count(*) from mart.complaints) as bigint) as difference_n
from sums as s
where coalesce(s.cells_n, 0) <> (select count(*) from mart.complaints)
