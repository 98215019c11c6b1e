-- question: How many complaints are about which subject, where the cells don't hold the groups or days?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $from_on DATE              first day of receipt
--           $to_on DATE                last day of receipt
--           $as_of DATE                the day to which the complaints are rewound; 9999-12-31 is the data's own
--           $wanted VARCHAR[]          values that a complaint must have, such as 'outcome=upheld'
--           $wanted_columns_n BIGINT   number of columns in $wanted; two values of one column are alternatives
--           $taxonomies VARCHAR[]      HCAT, KO41a, local
--           $parts VARCHAR[]           all, unit, department, site, month or another column
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

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and channel in (select unnest($channels))
        and severity in (select unnest($severities))
        and contact_type in (select unnest($contact_types))
        and received_on between $from_on and $to_on
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
),

placed as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(received_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part <> 'all' then visible.attribute_of(attributes, part)
        end as group_name,
        source_system,
        complaint_id
    from chosen
),

all_received as (
    select
        part,
        group_name,
        count(*) as received_n
    from placed
    group by part, group_name
),

issues as (
    select *
    from visible.issues
    where list_contains($taxonomies, taxonomy)
),

named as (
    select
        p.part,
        p.group_name,
        i.taxonomy,
        i.subject,
        case when grouping(i.subject) = 0 then count(*) else count(*) filter (where i.is_first) end as complaints_n,
        count(*) filter (where i.is_primary) as primary_n
    from placed as p
    inner join issues as i on p.source_system = i.source_system and p.complaint_id = i.complaint_id
    group by grouping sets ((p.part, p.group_name, i.taxonomy, i.subject), (p.part, p.group_name, i.taxonomy))
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
