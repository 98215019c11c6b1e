-- question: Which cube of subjects does not add up to what the complaints are about?
-- page:     invariants
-- params:   none
-- grain:    one row per cube that is wrong; none when all is well
-- columns:  cube         VARCHAR  name      the cube
--           difference_n BIGINT   subjects  cube minus subjects of complaints
with cells as (
    select
        case when g.is_total then 'subject_cells, totals' else 'subject_cells' end as cube,
        sum(c.complaints_n) as cells_n
    from mart.subject_cells as c
    inner join mart.case_groups as g on c.group_no = g.group_no
    where c.subject is not null
    group by g.is_total
    union all
    select
        'subject_resolution_cells' as cube,
        sum(resolved_n + otherwise_n + open_n) as cells_n
    from mart.subject_resolution_cells
    where subject is not null
),

named as (
    select count(*) as named_n
    from mart.issues as i
    inner join mart.complaints as c
        on
            i.source_system = c.source_system
            and i.complaint_id = c.complaint_id
)

select
    c.cube,
    cast(coalesce(c.cells_n, 0) - n.named_n as bigint) as difference_n
from cells as c
cross join named as n
where coalesce(c.cells_n, 0) <> n.named_n
