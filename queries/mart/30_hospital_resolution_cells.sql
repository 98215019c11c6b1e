-- question: How does the whole organization resolve, for comparison lines that name no unit?
-- page:     mart
-- params:   none
-- grain:    one row per month of receipt, contact type, ending and age; months of 30 complaints and 5 units
-- columns:  received_month DATE     month       first day of the month of receipt
--           contact_type   VARCHAR  code        their contact type
--           ending         VARCHAR  code        resolved, otherwise or open
--           age_days       INTEGER  days        receipt to ending, or to the last day observed
--           units_n        BIGINT   units       units with complaints of the month and contact type
--           complaints_n   BIGINT   complaints  how many
with shown as (
    select received_month
    from mart.resolution_cells
    group by received_month
    having
        sum(complaints_n) >= 30
        and count(distinct unit_id) >= 5
),

-- whoever chooses contact types needs to know whether enough units are left
types as (
    select
        received_month,
        contact_type,
        count(distinct unit_id) as units_n
    from mart.resolution_cells
    group by received_month, contact_type
)

select
    c.received_month,
    c.contact_type,
    c.ending,
    c.age_days,
    cast(t.units_n as bigint) as units_n,
    cast(sum(c.complaints_n) as bigint) as complaints_n
from mart.resolution_cells as c
inner join shown as s on c.received_month = s.received_month
inner join types as t on c.received_month = t.received_month and c.contact_type = t.contact_type
group by
    c.received_month,
    c.contact_type,
    c.ending,
    c.age_days,
    t.units_n
