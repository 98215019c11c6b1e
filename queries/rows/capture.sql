-- question: How many complained, of how many patients, in some places, or as it was known on a day?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $contact_types VARCHAR[]   contact types
--           $instruments VARCHAR[]     instruments whose answers are asked
--           $from_month DATE           first month of the events, by its first day
--           $to_month DATE             last month of the events, by its first day
--           $as_of DATE                the day to which all are rewound; 9999-12-31 is the data's own
--           $wanted VARCHAR[]          places that all must have, such as 'department=Surgery'
--           $wanted_columns_n BIGINT   number of columns in $wanted; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, department, site, month
--           $floor_n BIGINT            groups with fewer patients or answers have null counts; 0 hides nothing
-- grain:    one row per part and group
-- columns:  part                  VARCHAR  -           how the row is grouped; one of $parts
--           group_name            VARCHAR  -           the group's name; null in part all
--           patients_n            DOUBLE   patients    discharges, else attendances
--           complaints_n          BIGINT   complaints  about events in unit-months with patients
--           complaints_outside_n  BIGINT   complaints  about events in unit-months without them
--           answered_n            BIGINT   responses   can say dissatisfied, in unit-months with patients
--           dissatisfied_n        BIGINT   responses   dissatisfied ones of them
--           answered_outside_n    BIGINT   responses   such answers in unit-months without patients
--           is_suppressed         BOOLEAN  -           whether patients or answers are under $floor_n
with

facts as (
    select
        unit_id,
        department,
        site,
        cast(date_trunc('month', event_on) as date) as month,
        1 as complaints_n,
        0 as answered_n,
        0 as dissatisfied_n,
        cast(null as double) as patients_n
    from visible.complaints_at($as_of)
    where
        unit_id in (select unnest($units))
        and contact_type in (select unnest($contact_types))
        and cast(date_trunc('month', event_on) as date) between $from_month and $to_month
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
    union all
    select
        unit_id,
        department,
        site,
        cast(date_trunc('month', event_on) as date) as month,
        0 as complaints_n,
        case when is_dissatisfied is null then 0 else 1 end as answered_n,
        case when is_dissatisfied then 1 else 0 end as dissatisfied_n,
        cast(null as double) as patients_n
    from visible.surveys
    where
        unit_id in (select unnest($units))
        and instrument in (select unnest($instruments))
        and cast(date_trunc('month', event_on) as date) between $from_month and $to_month
        and received_on <= $as_of
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
    union all
    select
        unit_id,
        department,
        site,
        month,
        0 as complaints_n,
        0 as answered_n,
        0 as dissatisfied_n,
        coalesce(discharges, attendances) as patients_n
    from visible.activity
    where
        unit_id in (select unnest($units))
        and month between $from_month and $to_month
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
),

-- complaints and answers count only where their own unit and month have patients
matched as (
    select
        unnest($parts) as part,
        *,
        sum(patients_n) over (partition by unit_id, month) is not null as has_patients
    from facts
),

counted as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(month, '%Y-%m')
            when 'department' then department
            when 'site' then site
        end as group_name,
        coalesce(sum(patients_n), 0) as patients_n,
        coalesce(sum(complaints_n) filter (where has_patients), 0) as complaints_n,
        coalesce(sum(complaints_n) filter (where not has_patients), 0) as complaints_outside_n,
        coalesce(sum(answered_n) filter (where has_patients), 0) as answered_n,
        coalesce(sum(dissatisfied_n) filter (where has_patients), 0) as dissatisfied_n,
        coalesce(sum(answered_n) filter (where not has_patients), 0) as answered_outside_n
    from matched
    group by part, group_name
),

sized as (
    select
        *,
        patients_n < $floor_n or answered_n < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    case when not is_suppressed then cast(patients_n as double) end as patients_n,
    case when not is_suppressed then cast(complaints_n as bigint) end as complaints_n,
    case when not is_suppressed then cast(complaints_outside_n as bigint) end as complaints_outside_n,
    case when not is_suppressed then cast(answered_n as bigint) end as answered_n,
    case when not is_suppressed then cast(dissatisfied_n as bigint) end as dissatisfied_n,
    case when not is_suppressed then cast(answered_outside_n as bigint) end as answered_outside_n,
    is_suppressed
from sized
order by part, group_name
