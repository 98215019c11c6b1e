-- question: What happened to complaints between two publications, by kind of change?
-- page:     publications
-- params:   $contact_types VARCHAR[]  contact types that measures are about
-- grain:    one row per part, basis, place, kind of change and whether measures count it
-- columns:  part        VARCHAR  -           all, month, unit or unit_month
--           basis       VARCHAR  -           received or event: which of a complaint's days the month is of
--           unit_id     VARCHAR  -           the unit, in parts unit and unit_month
--           month       DATE     month       its first day, in parts month and unit_month
--           kind        VARCHAR  -           added, removed, changed, or one of the kinds below them
--           is_counted  BOOLEAN  -           of those contact types, before or after
--           rows_n      BIGINT   complaints  how many; one with several kinds of change counts in each
with paired as (
    select
        b.complaint_id is not null as was_there,
        a.complaint_id is not null as is_there,
        sb.as_of as was_complete_to,
        sb.source_system is null as is_source_new,
        sa.source_system is null as is_source_gone,
        b.unit_id as b_unit,
        a.unit_id as a_unit,
        b.received_on as b_received_on,
        a.received_on as a_received_on,
        b.event_on as b_event_on,
        a.event_on as a_event_on,
        b.contact_type as b_type,
        a.contact_type as a_type,
        b.ending as b_ending,
        a.ending as a_ending,
        b.closed_on as b_closed_on,
        a.closed_on as a_closed_on,
        b.reopening as b_reopening,
        a.reopening as a_reopening,
        b.acknowledged_on as b_acknowledged_on,
        a.acknowledged_on as a_acknowledged_on,
        b.satisfaction_handling as b_satisfaction,
        a.satisfaction_handling as a_satisfaction,
        b.observed_to as b_observed_to,
        a.observed_to as a_observed_to,
        b.details as b_details,
        a.details as a_details,
        coalesce(
            b.is_acknowledgement_recorded <> a.is_acknowledgement_recorded
            or b.is_feedback_recorded <> a.is_feedback_recorded,
            false
        ) as is_column_other
    from before_rows as b
    full outer join after_rows as a
        on b.source_system = a.source_system and b.complaint_id = a.complaint_id
    left join before_sources as sb on coalesce(b.source_system, a.source_system) = sb.source_system
    left join after_sources as sa on coalesce(b.source_system, a.source_system) = sa.source_system
),

said as (
    select
        *,
        coalesce(list_contains($contact_types, b_type), false)
        or coalesce(list_contains($contact_types, a_type), false) as is_counted,
        case
            when not was_there and is_source_new then ['added', 'new_source']
            when not was_there and a_received_on <= was_complete_to then ['added', 'late_receipt']
            when not was_there then ['added', 'new_complaint']
            when not is_there and is_source_gone then ['removed', 'source_gone']
            when not is_there then ['removed', 'taken_out']
            else [
                case when b_unit <> a_unit then 'moved' end,
                case
                    when b_ending = 'open' and a_ending = 'resolved' and a_closed_on <= was_complete_to
                        then 'late_closing'
                    when b_ending = 'open' and a_ending = 'resolved' then 'closed_since'
                    when b_ending = 'open' and a_ending = 'otherwise' then 'otherwise_ended'
                    when b_ending <> 'open' and a_ending = 'open' then 'reopened'
                    when b_ending <> a_ending then 'corrected_ending'
                end,
                case
                    when
                        b_received_on <> a_received_on
                        or b_event_on <> a_event_on
                        or (b_ending <> 'open' and a_ending <> 'open' and b_closed_on <> a_closed_on)
                        or (b_ending = a_ending and b_reopening <> a_reopening)
                        or b_acknowledged_on <> a_acknowledged_on
                        then 'corrected_date'
                end,
                case when b_acknowledged_on is null and a_acknowledged_on is not null then 'acknowledged' end,
                case when b_acknowledged_on is not null and a_acknowledged_on is null then 'unacknowledged' end,
                case when b_satisfaction is null and a_satisfaction is not null then 'feedback' end,
                case when b_satisfaction is not null and a_satisfaction is null then 'feedback_gone' end,
                case when b_satisfaction <> a_satisfaction then 'corrected_answer' end,
                case when b_type <> a_type then 'corrected_type' end,
                case when is_column_other then 'other_columns' end,
                case
                    when b_ending = a_ending and b_unit = a_unit and b_details <> a_details
                        then 'corrected_detail'
                end,
                case
                    when b_ending = 'open' and a_ending = 'open' and b_observed_to <> a_observed_to
                        then 'followed'
                end,
            ]
        end as kinds
    from paired
),

listed as (
    select
        was_there,
        is_there,
        is_counted,
        b_unit,
        a_unit,
        cast(date_trunc('month', b_received_on) as date) as b_received_month,
        cast(date_trunc('month', a_received_on) as date) as a_received_month,
        cast(date_trunc('month', b_event_on) as date) as b_event_month,
        cast(date_trunc('month', a_event_on) as date) as a_event_month,
        unnest(case when was_there and is_there then list_prepend('changed', kinds) else kinds end) as kind
    from said
    where list_count(kinds) > 0
),

kinds as (
    select *
    from listed
    where kind is not null
),

-- where a row stands now comes first; where it stood counts besides, if that is elsewhere
sides as (
    select
        kind,
        is_counted,
        unnest(['received', 'event']) as basis,
        a_unit as unit_id,
        unnest([a_received_month, a_event_month]) as month,
        'moved_here' as move,
        true as is_other_unit,
        unnest([true, true]) as is_other_month
    from kinds
    where is_there
    union all
    select
        kind,
        is_counted,
        unnest(['received', 'event']) as basis,
        b_unit as unit_id,
        unnest([b_received_month, b_event_month]) as month,
        'moved_away' as move,
        coalesce(b_unit <> a_unit, true) as is_other_unit,
        unnest([
            coalesce(b_received_month <> a_received_month, true),
            coalesce(b_event_month <> a_event_month, true),
        ]) as is_other_month
    from kinds
    where
        was_there
        and (not is_there or kind in ('changed', 'moved', 'corrected_date'))
)

select
    'all' as part,
    'received' as basis,
    cast(null as varchar) as unit_id,
    cast(null as date) as month,
    kind,
    is_counted,
    count(*) as rows_n
from kinds
group by kind, is_counted
union all
select
    'month' as part,
    basis,
    cast(null as varchar) as unit_id,
    month,
    kind,
    is_counted,
    count(*) as rows_n
from sides
where is_other_month
group by basis, month, kind, is_counted
union all
select
    'unit' as part,
    basis,
    unit_id,
    cast(null as date) as month,
    case when kind = 'moved' then move else kind end as kind,
    is_counted,
    count(*) as rows_n
from sides
where
    is_other_unit
    and basis = 'received'
group by basis, unit_id, case when kind = 'moved' then move else kind end, is_counted
union all
select
    'unit_month' as part,
    basis,
    unit_id,
    month,
    case when kind = 'moved' then move else kind end as kind,
    is_counted,
    count(*) as rows_n
from sides
where is_other_unit or is_other_month
group by basis, unit_id, month, case when kind = 'moved' then move else kind end, is_counted
order by all
