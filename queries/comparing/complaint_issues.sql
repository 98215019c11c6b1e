-- question: Which complaints have other subjects in two publications?
-- page:     publications
-- params:   $contact_types VARCHAR[]  contact types that measures are about
-- grain:    one row per part, place, kind of change and whether measures count it
-- columns:  part        VARCHAR  -         all, month, unit or unit_month
--           basis       VARCHAR  -         received
--           unit_id     VARCHAR  -         the unit, in parts unit and unit_month
--           month       DATE     month     its first day, in parts month and unit_month
--           kind        VARCHAR  -         added, removed or changed, and with it subject_ and the same
--           is_counted  BOOLEAN  -         of those contact types, before or after
--           rows_n      BIGINT   subjects  of complaints
with paired as (
    select
        coalesce(a.unit_id, b.unit_id) as unit_id,
        coalesce(a.month, b.month) as month,
        coalesce(a.contact_type, b.contact_type) as contact_type,
        unnest(case
            when b.unit_id is null then ['added', 'subject_added']
            when a.unit_id is null then ['removed', 'subject_removed']
            else ['changed', 'subject_changed']
        end) as kind
    from before_rows as b
    full outer join after_rows as a
        on
            b.source_system = a.source_system
            and b.complaint_id = a.complaint_id
            and b.taxonomy = a.taxonomy
            and b.subject = a.subject
    where
        a.unit_id is null
        or b.unit_id is null
        or b.severity is distinct from a.severity
        or b.is_primary is distinct from a.is_primary
),

told as (
    select
        *,
        list_contains($contact_types, contact_type) as is_counted
    from paired
)

select
    case
        when grouping_id(unit_id, month) = 3 then 'all'
        when grouping_id(unit_id, month) = 2 then 'month'
        when grouping_id(unit_id, month) = 1 then 'unit'
        else 'unit_month'
    end as part,
    'received' as basis,
    unit_id,
    month,
    kind,
    is_counted,
    count(*) as rows_n
from told
group by
    kind,
    is_counted,
    grouping sets ((), (month), (unit_id), (unit_id, month))
order by all
