-- question: How many complaints were received in each month?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included) and month of receipt
-- columns:  group_no       INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month DATE     month       first day of the month of receipt
--           complaints_n   BIGINT   complaints  how many
select
    group_no,
    received_month,
    cast(sum(resolved_n + otherwise_n + open_n) as bigint) as complaints_n
from mart.resolution_cells
group by group_no, received_month
order by group_no asc nulls last, received_month asc nulls last
