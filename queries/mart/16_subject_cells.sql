-- question: How many complaints are about which subject?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included), month of receipt, taxonomy and subject,
--           and one for all subjects of the taxonomy
-- columns:  group_no       INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month DATE     month       first day of the month of receipt
--           taxonomy       VARCHAR  code        HCAT, KO41a or local
--           subject        VARCHAR  name        in the taxonomy's words; null: complaints with any subject, each once
--           complaints_n   BIGINT   complaints  with the subject
--           primary_n      BIGINT   complaints  with it as their primary subject
with cases as (
    select
        k.group_no as kind_no,
        t.group_no as total_no,
        cast(date_trunc('month', c.received_on) as date) as received_month,
        i.taxonomy,
        i.subject,
        i.is_primary,
        i.is_first
    from mart.complaints as c
    inner join mart.issues as i
        on
            c.source_system = i.source_system
            and c.complaint_id = i.complaint_id
    inner join mart.case_groups as k
        on
            c.unit_id = k.unit_id
            and c.department = k.department
            and c.site = k.site
            and c.contact_type = k.contact_type
            and c.channel = k.channel
            and c.severity = k.severity
    inner join mart.case_groups as t
        on
            k.unit_id = t.unit_id
            and k.department = t.department
            and k.site = t.site
            and k.contact_type = t.contact_type
    where t.is_total
),

-- numbers of groups are counted by, not their names: a third of the time
counted as (
    select
        kind_no,
        total_no,
        received_month,
        taxonomy,
        subject,
        cast(count(*) as bigint) as named_n,
        cast(count(*) filter (where is_first) as bigint) as coded_n,
        cast(count(*) filter (where is_primary) as bigint) as primary_n
    from cases
    group by grouping sets (
        (kind_no, received_month, taxonomy, subject),
        (kind_no, received_month, taxonomy),
        (total_no, received_month, taxonomy, subject),
        (total_no, received_month, taxonomy)
    )
)

select
    coalesce(kind_no, total_no) as group_no,
    received_month,
    taxonomy,
    subject,
    case when subject is null then coded_n else named_n end as complaints_n,
    primary_n
from counted
order by group_no asc nulls last, received_month asc nulls last, taxonomy asc nulls last, subject asc nulls last
