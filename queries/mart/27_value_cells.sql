-- question: Which channels, severities, contact types, instruments, taxonomies and subjects occur, and how often?
-- page:     mart
-- params:   none
-- grain:    one row per unit, filter and value
-- columns:  unit_id      VARCHAR  id    the unit
--           filter       VARCHAR  name  channel, severity, contact_type, instrument, taxonomy or subject
--           value        VARCHAR  code  a value that occurs; a subject behind its taxonomy (HCAT: Safety)
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

coded as (
    select
        g.unit_id,
        c.taxonomy,
        c.subject,
        c.complaints_n
    from mart.subject_cells as c
    inner join mart.case_groups as g on c.group_no = g.group_no
    where g.is_total
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
    union all
    select
        unit_id,
        case when subject is null then 'taxonomy' else 'subject' end as filter,
        case when subject is null then taxonomy else taxonomy || ': ' || subject end as value,
        complaints_n as occurrence_n
    from coded
)

select
    unit_id,
    filter,
    value,
    cast(sum(occurrence_n) as bigint) as occurrence_n
from occurring
group by unit_id, filter, value
order by unit_id asc nulls last, filter asc nulls last, value asc nulls last
