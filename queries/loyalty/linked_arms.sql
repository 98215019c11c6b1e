-- question: Who would recommend us, by what became of the complaint that their answer is linked to?
-- page:     loyalty
-- params:   $units VARCHAR[]        units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]  instruments
--           $from_on DATE           first day of the visits
--           $to_on DATE             last day of the visits
--           $satisfied_from BIGINT  satisfaction with the handling from which a complaint is recovered
--           $within_days BIGINT     days after the closing within which an answer belongs to it
--           $floor_n BIGINT         arms with fewer answers have null counts; 0 hides nothing
-- grain:    one row per instrument and arm
-- columns:  instrument            VARCHAR  -          the questionnaire; answers of two are never pooled
--           answer_arm            VARCHAR  -          an arm (no_problem: no complaint), or why it is in none
--           responses_n           BIGINT   responses  all responses
--           answered_n            BIGINT   responses  with an answer about recommending
--           recommend_n           BIGINT   responses  would recommend (FFT: positive experience)
--           weight_sum            DOUBLE   -          weights of the answered
--           weight_squared_sum    DOUBLE   -          squared weights of the answered
--           recommend_weight_sum  DOUBLE   -          weights of those who would recommend
--           is_suppressed         BOOLEAN  -          whether fewer than $floor_n answered
with

answers as (
    select
        source_system,
        response_id,
        instrument,
        recommends,
        weight,
        patient_link_key
    from visible.surveys
    where
        list_contains($units, unit_id)
        and list_contains($instruments, instrument)
        and event_on between $from_on and $to_on
),

linked as (
    select
        *,
        ending = 'resolved' and satisfaction_handling >= $satisfied_from as is_recovered
    from visible.linked_answers($within_days)
),

complained as (
    select distinct patient_link_key
    from visible.complaints
),

told as (
    select
        answers.instrument,
        answers.recommends,
        answers.weight,
        case
            when answers.patient_link_key is null then 'no_key'
            when linked.answer_place > 1 then 'further_answer'
            when linked.answer_place = 1 and linked.satisfaction_handling is null then 'no_feedback'
            when linked.answer_place = 1 and linked.is_recovered then 'recovered'
            when linked.answer_place = 1 then 'unrecovered'
            when complained.patient_link_key is not null then 'not_after'
            else 'no_problem'
        end as answer_arm
    from answers
    left join linked
        on
            answers.source_system = linked.source_system
            and answers.response_id = linked.response_id
    left join complained on answers.patient_link_key = complained.patient_link_key
),

counted as (
    select
        instrument,
        answer_arm,
        count(*) as responses_n,
        count(recommends) as answered_n,
        count(*) filter (where recommends) as recommend_n,
        coalesce(sum(weight) filter (where recommends is not null), 0) as weight_sum,
        coalesce(sum(weight * weight) filter (where recommends is not null), 0) as weight_squared_sum,
        coalesce(sum(weight) filter (where recommends), 0) as recommend_weight_sum,
        count(recommends) < $floor_n as is_suppressed
    from told
    group by instrument, answer_arm
)

select
    instrument,
    answer_arm,
    case when not is_suppressed then cast(responses_n as bigint) end as responses_n,
    case when not is_suppressed then cast(answered_n as bigint) end as answered_n,
    case when not is_suppressed then cast(recommend_n as bigint) end as recommend_n,
    case when not is_suppressed then cast(weight_sum as double) end as weight_sum,
    case when not is_suppressed then cast(weight_squared_sum as double) end as weight_squared_sum,
    case when not is_suppressed then cast(recommend_weight_sum as double) end as recommend_weight_sum,
    is_suppressed
from counted
order by instrument, answer_arm
