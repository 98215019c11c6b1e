-- question: What happened to survey responses between two publications, by kind of change?
-- page:     publications
-- params:   none
-- grain:    one row per part, place and kind of change
-- columns:  part        VARCHAR  -          all, month, unit or unit_month
--           basis       VARCHAR  -          event
--           unit_id     VARCHAR  -          the unit, in parts unit and unit_month
--           month       DATE     month      its first day, in parts month and unit_month
--           kind        VARCHAR  -          added, removed, changed, or one of the kinds below them
--           is_counted  BOOLEAN  -          true: every response counts
--           rows_n      BIGINT   responses  how many; one with several kinds of change counts in each
with paired as (
    select
        b.response_id is not null as was_there,
        a.response_id is not null as is_there,
        b.unit_id as b_unit,
        a.unit_id as a_unit,
        cast(date_trunc('month', b.event_on) as date) as b_month,
        cast(date_trunc('month', a.event_on) as date) as a_month,
        case
            when b.response_id is null and sb.source_system is null then ['added', 'new_source']
            when b.response_id is null and a.event_on <= sb.as_of then ['added', 'late_response']
            when b.response_id is null then ['added', 'new_response']
            when a.response_id is null and sa.source_system is null then ['removed', 'source_gone']
            when a.response_id is null then ['removed', 'taken_out']
            else [
                case when b.unit_id <> a.unit_id then 'moved' end,
                case when b.event_on <> a.event_on then 'corrected_date' end,
                case when b.arm = 'pending' and a.arm in ('recovered', 'unrecovered') then 'problem_settled' end,
                case
                    when
                        b.recommends is distinct from a.recommends
                        or b.is_dissatisfied is distinct from a.is_dissatisfied
                        or (b.arm <> a.arm and b.arm <> 'pending')
                        or b.instrument <> a.instrument
                        then 'corrected_answer'
                end,
                case when b.weight <> a.weight then 'corrected_weight' end,
                case when b.unit_id = a.unit_id and b.details <> a.details then 'corrected_detail' end,
            ]
        end as kinds
    from before_rows as b
    full outer join after_rows as a
        on b.source_system = a.source_system and b.response_id = a.response_id
    left join before_sources as sb on coalesce(b.source_system, a.source_system) = sb.source_system
    left join after_sources as sa on coalesce(b.source_system, a.source_system) = sa.source_system
),

listed as (
    select
        * exclude (kinds),
        unnest(case when was_there and is_there then list_prepend('changed', kinds) else kinds end) as kind
    from paired
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
        a_unit as unit_id,
        a_month as month,
        'moved_here' as move,
        true as is_other_unit,
        true as is_other_month
    from kinds
    where is_there
    union all
    select
        kind,
        b_unit as unit_id,
        b_month as month,
        'moved_away' as move,
        coalesce(b_unit <> a_unit, true) as is_other_unit,
        coalesce(b_month <> a_month, true) as is_other_month
    from kinds
    where
        was_there
        and (not is_there or kind in ('changed', 'moved', 'corrected_date'))
)

select
    'all' as part,
    'event' as basis,
    cast(null as varchar) as unit_id,
    cast(null as date) as month,
    kind,
    true as is_counted,
    count(*) as rows_n
from kinds
group by kind
union all
select
    'month' as part,
    'event' as basis,
    cast(null as varchar) as unit_id,
    month,
    kind,
    true as is_counted,
    count(*) as rows_n
from sides
where is_other_month
group by month, kind
union all
select
    'unit' as part,
    'event' as basis,
    unit_id,
    cast(null as date) as month,
    case when kind = 'moved' then move else kind end as kind,
    true as is_counted,
    count(*) as rows_n
from sides
where is_other_unit
group by unit_id, case when kind = 'moved' then move else kind end
union all
select
    'unit_month' as part,
    'event' as basis,
    unit_id,
    month,
    case when kind = 'moved' then move else kind end as kind,
    true as is_counted,
    count(*) as rows_n
from sides
where is_other_unit or is_other_month
group by unit_id, month, case when kind = 'moved' then move else kind end
order by all
