-- question: Which channels, severities, contact types and instruments occur, and how often?
-- page:     mart
-- params:   none
-- grain:    one row per unit, filter and value
-- columns:  unit_id      VARCHAR  id    the unit
--           filter       VARCHAR  name  channel, severity, contact_type or instrument
--           value        VARCHAR  code  a value that occurs
--           occurrence_n BIGINT   rows  complaints, or responses, that have it
with received as (
    select
        g.unit_id,
        g.channel,
        g.severity,
        g.contact_type,
        c.complaints_n
    from mart.received_cells as c
    inner join mart.case_groups as g on c.group_no = g.group_no
    where not g.is_total
),

occurring as (
    select
        unit_id,
        'channel' as filter,
        channel as value,
        complaints_n as occurrence_n
    from received
    union all
    select
        unit_id,
        'severity' as filter,
        severity as value,
        complaints_n as occurrence_n
    from received
    union all
    select
        unit_id,
        'contact_type' as filter,
        contact_type as value,
        complaints_n as occurrence_n
    from received
    union all
    select
        unit_id,
        'instrument' as filter,
        instrument as value,
        responses_n as occurrence_n
    from mart.survey_cells
)

select
    unit_id,
    filter,
    value,
    cast(sum(occurrence_n) as bigint) as occurrence_n
from occurring
group by unit_id, filter, value
order by unit_id asc nulls last, filter asc nulls last, value asc nulls last
