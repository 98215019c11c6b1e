-- question: Which kinds of complaints are there: by unit, place, channel, contact type and severity?
-- page:     mart
-- params:   none
-- grain:    one row per kind; and one per unit, place and contact type that adds up all channels and severities
-- columns:  group_no     INTEGER  number  stands in cells for what follows; totals first, units together
--           unit_id      VARCHAR  id      the unit
--           department   VARCHAR  name    its department then
--           site         VARCHAR  name    its site then
--           channel      VARCHAR  code    how they arrived; null in a total
--           contact_type VARCHAR  code    their contact type
--           severity     VARCHAR  code    their severity; null in a total
--           is_total     BOOLEAN  flag    adds up all channels and severities
with kinds as (
    select distinct
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        false as is_total
    from mart.complaints
    union all
    select distinct
        unit_id,
        department,
        site,
        cast(null as varchar) as channel,
        contact_type,
        cast(null as varchar) as severity,
        true as is_total
    from mart.complaints
)

select
    cast(
        row_number() over (
            order by
                is_total desc nulls last,
                unit_id asc nulls last,
                contact_type asc nulls last,
                channel asc nulls last,
                severity asc nulls last,
                department asc nulls last,
                site asc nulls last
        ) as integer
    ) as group_no,
    unit_id,
    department,
    site,
    channel,
    contact_type,
    severity,
    is_total
from kinds
