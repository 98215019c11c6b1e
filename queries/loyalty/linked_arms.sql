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
        received_on,
        patient_link_key
    from visible.surveys
    where
        list_contains($units, unit_id)
        and list_contains($instruments, instrument)
        and event_on between $from_on and $to_on
),

cases as (
    select
        source_system,
        complaint_id,
        patient_link_key,
        closed_on,
        ending = 'resolved' and satisfaction_handling >= $satisfied_from as is_recovered,
        satisfaction_handling is not null as is_told
    from visible.complaints
    where patient_link_key is not null
),

pairs as (
    select
        answers.source_system,
        answers.response_id,
        answers.received_on,
        cases.source_system as case_source,
        cases.complaint_id,
        cases.is_recovered,
        cases.is_told,
        date_diff('day', cases.closed_on, answers.received_on) as days_after
    from answers
    inner join cases on answers.patient_link_key = cases.patient_link_key
),

-- an answer belongs to the complaint that was closed last before it
nearest as (
    select
        *,
        row_number() over (
            partition by source_system, response_id
            order by days_after asc, case_source asc, complaint_id asc
        ) as case_place
    from pairs
    where days_after between 0 and $within_days
),

-- one to one: of several answers to one complaint the first counts
paired as (
    select
        source_system,
        response_id,
        is_recovered,
        is_told,
        row_number() over (
            partition by case_source, complaint_id
            order by received_on asc, source_system asc, response_id asc
        ) as answer_place
    from nearest
    where case_place = 1
),

complained as (
    select distinct patient_link_key
    from cases
),

told as (
    select
        answers.instrument,
        answers.recommends,
        answers.weight,
        case
            when answers.patient_link_key is null then 'no_key'
            when paired.answer_place > 1 then 'further_answer'
            when paired.answer_place = 1 and not paired.is_told then 'no_feedback'
            when paired.answer_place = 1 and paired.is_recovered then 'recovered'
            when paired.answer_place = 1 then 'unrecovered'
            when complained.patient_link_key is not null then 'not_after'
            else 'no_problem'
        end as answer_arm
    from answers
    left join paired
        on
            answers.source_system = paired.source_system
            and answers.response_id = paired.response_id
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
