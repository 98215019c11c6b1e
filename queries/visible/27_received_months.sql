-- question: In which months did the viewer's units receive complaints?
-- page:     all
-- params:   none
create view visible.received_months as
select
    visible_groups.unit_id,
    cells.received_month,
    cells.complaints_n
from mart.received_cells as cells
inner join visible.case_groups as visible_groups on cells.group_no = visible_groups.group_no
where visible_groups.is_total
