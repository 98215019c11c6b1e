-- question: How many complaints are about which subject?
-- page:     overview, unit
-- params:   $groups INTEGER[]          kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $taxonomies VARCHAR[]      HCAT, KO41a, local
--           $parts VARCHAR[]           all, unit, department, site, month, channel, contact_type, severity
--           $floor_n BIGINT            fewer coded, or fewer about the subject: null counts; 0 hides nothing
-- grain:    one row per part, group, taxonomy and subject that occurs in any group
-- columns:  part           VARCHAR  -           how the row is grouped; one of $parts
--           group_name     VARCHAR  -           the group's name; null in part all
--           taxonomy       VARCHAR  -           HCAT, KO41a or local
--           subject        VARCHAR  -           in the taxonomy's words
--           complaints_n   BIGINT   complaints  about the subject; each counts once
--           primary_n      BIGINT   complaints  with it as their primary subject; null under the floor
--           coded_n        BIGINT   complaints  with any subject of the taxonomy
--           received_n     BIGINT   complaints  received, coded or not
--           is_suppressed  BOOLEAN  -           whether the row is under the floor
with

cells as (
    select
        unnest($parts) as part,
        *
    from visible.subject_cells($groups)
    where
        received_month between $from_month and $to_month
        and list_contains($taxonomies, taxonomy)
),

named as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(received_month, '%Y-%m')
            when 'department' then department
            when 'site' then site
            when 'channel' then channel
            when 'contact_type' then contact_type
            when 'severity' then severity
        end as group_name,
        taxonomy,
        subject,
        sum(complaints_n) as complaints_n,
        sum(primary_n) as primary_n
    from cells
    group by part, group_name, taxonomy, subject
),

received as (
    select
        unnest($parts) as part,
        *
    from visible.received_cells($groups)
    where received_month between $from_month and $to_month
),

all_received as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(received_month, '%Y-%m')
            when 'department' then department
            when 'site' then site
            when 'channel' then channel
            when 'contact_type' then contact_type
            when 'severity' then severity
        end as group_name,
        sum(complaints_n) as received_n
    from received
    group by part, group_name
),

-- a subject that some group has is a zero in the others
subjects as (
    select distinct
        taxonomy,
        subject
    from named
    where subject is not null
),

counted as (
    select
        r.part,
        r.group_name,
        s.taxonomy,
        s.subject,
        coalesce(n.complaints_n, 0) as complaints_n,
        coalesce(n.primary_n, 0) as primary_n,
        coalesce(c.complaints_n, 0) as coded_n,
        r.received_n
    from all_received as r
    cross join subjects as s
    left join named as n
        on
            r.part = n.part and r.group_name is not distinct from n.group_name
            and s.taxonomy = n.taxonomy and s.subject = n.subject
    left join named as c
        on
            r.part = c.part and r.group_name is not distinct from c.group_name
            and s.taxonomy = c.taxonomy and c.subject is null
),

sized as (
    select
        *,
        coded_n < $floor_n or complaints_n between 1 and $floor_n - 1 as is_suppressed
    from counted
)

select
    part,
    group_name,
    taxonomy,
    subject,
    case when not is_suppressed then cast(complaints_n as bigint) end as complaints_n,
    case when not is_suppressed and primary_n not between 1 and $floor_n - 1 then cast(primary_n as bigint) end
        as primary_n,
    case when not is_suppressed then cast(coded_n as bigint) end as coded_n,
    case when not is_suppressed then cast(received_n as bigint) end as received_n,
    is_suppressed
from sized
order by part, group_name, taxonomy, subject
