-- question: How old are the complaints about a subject when they end, or when they were last seen open?
-- page:     mart
-- params:   none
-- grain:    one row per total of kinds (see case_groups), month of receipt, taxonomy, subject and age, and those of all
--           subjects of the taxonomy
-- columns:  group_no       INTEGER  number      a total: unit, place and contact type, all channels and severities
--           received_month DATE     month       first day of the month of receipt
--           taxonomy       VARCHAR  code        HCAT, KO41a or local
--           subject        VARCHAR  name        in the taxonomy's words; null: complaints with any subject, each once
--           age_days       INTEGER  days        receipt to ending, or to the last day observed
--           resolved_n     BIGINT   complaints  closed with status closed at that age
--           otherwise_n    BIGINT   complaints  withdrawn, transferred or escalated at that age
--           open_n         BIGINT   complaints  last seen open at that age
with cases as (
    select
        g.group_no,
        cast(date_trunc('month', c.received_on) as date) as received_month,
        c.age_days,
        c.ending,
        i.taxonomy,
        i.subject,
        i.is_first
    from mart.complaints as c
    inner join mart.issues as i
        on
            c.source_system = i.source_system
            and c.complaint_id = i.complaint_id
    inner join mart.case_groups as g
        on
            c.unit_id = g.unit_id
            and c.department = g.department
            and c.site = g.site
            and c.contact_type = g.contact_type
    where g.is_total
)

select
    group_no,
    received_month,
    taxonomy,
    subject,
    age_days,
    cast(count(*) filter (where ending = 'resolved') as bigint) as resolved_n,
    cast(count(*) filter (where ending = 'otherwise') as bigint) as otherwise_n,
    cast(count(*) filter (where ending = 'open') as bigint) as open_n
from cases
group by group_no, received_month, taxonomy, subject, age_days
union all
select
    group_no,
    received_month,
    taxonomy,
    cast(null as varchar) as subject,
    age_days,
    cast(count(*) filter (where ending = 'resolved') as bigint) as resolved_n,
    cast(count(*) filter (where ending = 'otherwise') as bigint) as otherwise_n,
    cast(count(*) filter (where ending = 'open') as bigint) as open_n
from cases
where is_first
group by group_no, received_month, taxonomy, age_days
order by group_no asc nulls last, received_month asc nulls last, subject asc nulls last, age_days asc nulls last
