-- question: Which cube of complaints does not add up to the complaints?
-- page:     invariants
-- params:   none
-- grain:    one row per cube that is wrong; none when all is well
-- columns:  cube         VARCHAR  name        the cube
--           difference_n BIGINT   complaints  cube minus complaints
with cells as (
    select
        'resolution_cells' as cube,
        group_no,
        resolved_n + otherwise_n + open_n as complaints_n
    from mart.resolution_cells
    union all
    select
        'received_cells' as cube,
        group_no,
        complaints_n
    from mart.received_cells
    union all
    select
        'acknowledgement_cells' as cube,
        group_no,
        on_time_n + late_n + not_yet_due_n + outside_n + no_clock_n + no_calendar_n + not_recorded_n as complaints_n
    from mart.acknowledgement_cells
    union all
    select
        'handling_cells' as cube,
        group_no,
        resolved_n + otherwise_n + open_n as complaints_n
    from mart.handling_cells
),

-- the kinds of complaints add up to all of them, and so do their totals
sums as (
    select
        case when g.is_total then c.cube || ', totals' else c.cube end as cube,
        sum(c.complaints_n) as cells_n
    from cells as c
    inner join mart.case_groups as g on c.group_no = g.group_no
    group by
        c.cube,
        g.is_total
    union all
    select
        'event_handling_cells' as cube,
        sum(complaints_n) as cells_n
    from mart.event_handling_cells
)

select
    s.cube,
    cast(coalesce(s.cells_n, 0) - (select count(*) from mart.complaints) as bigint) as difference_n
from sums as s
where coalesce(s.cells_n, 0) <> (select count(*) from mart.complaints)
