-- question: How does the whole organization resolve, for comparison lines that name no unit?
-- page:     mart
-- params:   none
-- grain:    one row per month of receipt, contact type and age; months of 30 complaints and 5 units
-- columns:  received_month DATE     month       first day of the month of receipt
--           contact_type   VARCHAR  code        their contact type
--           age_days       INTEGER  days        receipt to ending, or to the last day observed
--           units_n        BIGINT   units       units with complaints of the month and contact type
--           resolved_n     BIGINT   complaints  closed with status closed at that age
--           otherwise_n    BIGINT   complaints  withdrawn, transferred or escalated at that age
--           open_n         BIGINT   complaints  last seen open at that age
with cells as (
    select
        g.unit_id,
        g.contact_type,
        c.received_month,
        c.age_days,
        c.resolved_n,
        c.otherwise_n,
        c.open_n
    from mart.resolution_cells as c
    inner join mart.case_groups as g on c.group_no = g.group_no
    where g.is_total
),

shown as (
    select received_month
    from cells
    group by received_month
    having
        sum(resolved_n + otherwise_n + open_n) >= 30
        and count(distinct unit_id) >= 5
),

-- whoever chooses contact types needs to know whether enough units are left
types as (
    select
        received_month,
        contact_type,
        count(distinct unit_id) as units_n
    from cells
    group by received_month, contact_type
)

select
    c.received_month,
    c.contact_type,
    c.age_days,
    cast(t.units_n as bigint) as units_n,
    cast(sum(c.resolved_n) as bigint) as resolved_n,
    cast(sum(c.otherwise_n) as bigint) as otherwise_n,
    cast(sum(c.open_n) as bigint) as open_n
from cells as c
inner join shown as s on c.received_month = s.received_month
inner join types as t on c.received_month = t.received_month and c.contact_type = t.contact_type
group by
    c.received_month,
    c.contact_type,
    c.age_days,
    t.units_n
