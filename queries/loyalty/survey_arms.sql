-- question: How many patients would recommend us, by instrument and by what became of their problem?
-- page:     loyalty
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]     instruments
--           $from_month DATE           first month of the visits, by its first day
--           $to_month DATE             last month of the visits, by its first day
--           $parts VARCHAR[]           all, unit, department, site, month, instrument, mode, arm
--           $is_by_arm BOOLEAN         whether the arms stay apart; else arm is 'any'
--           $floor_n BIGINT            groups with fewer answers have null counts; 0 hides nothing
-- grain:    one row per part, group, instrument and arm
-- columns:  part                     VARCHAR  -          how the row is grouped; one of $parts
--           group_name               VARCHAR  -          the group's name; null in part all
--           instrument               VARCHAR  -          the questionnaire; answers of two are never pooled
--           answer_arm               VARCHAR  -          what became of the patient's problem, or any
--           responses_n              BIGINT   responses  all responses
--           answered_n               BIGINT   responses  with an answer about recommending
--           recommend_n              BIGINT   responses  would recommend (FFT: positive experience)
--           weight_sum               DOUBLE   -          weights of the answered
--           weight_squared_sum       DOUBLE   -          squared weights of the answered
--           recommend_weight_sum     DOUBLE   -          weights of those who would recommend
--           dissatisfied_answered_n  BIGINT   responses  with an answer that can say dissatisfied
--           dissatisfied_n           BIGINT   responses  dissatisfied
--           is_suppressed            BOOLEAN  -          whether fewer than $floor_n answered
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.survey_cells
    where
        list_contains($units, unit_id)
        and list_contains($instruments, instrument)
        and event_month between $from_month and $to_month
),

counted as (
    select
        part,
        case part
            when 'unit' then unit_id
            when 'month' then strftime(event_month, '%Y-%m')
            when 'department' then department
            when 'site' then site
            when 'instrument' then instrument
            when 'mode' then mode
            when 'arm' then arm
        end as group_name,
        instrument,
        case when $is_by_arm then arm else 'any' end as answer_arm,
        cast(sum(responses_n) as bigint) as responses_n,
        cast(sum(answered_n) as bigint) as answered_n,
        cast(sum(recommend_n) as bigint) as recommend_n,
        sum(weight_sum) as weight_sum,
        cast(sum(weight_squared_sum) as double) as weight_squared_sum,
        sum(recommend_weight_sum) as recommend_weight_sum,
        cast(sum(dissatisfied_answered_n) as bigint) as dissatisfied_answered_n,
        cast(sum(dissatisfied_n) as bigint) as dissatisfied_n
    from chosen
    group by part, group_name, instrument, answer_arm
),

sized as (
    select
        *,
        answered_n < $floor_n as is_suppressed
    from counted
)

select
    part,
    group_name,
    instrument,
    answer_arm,
    case when not is_suppressed then responses_n end as responses_n,
    case when not is_suppressed then answered_n end as answered_n,
    case when not is_suppressed then recommend_n end as recommend_n,
    case when not is_suppressed then weight_sum end as weight_sum,
    case when not is_suppressed then weight_squared_sum end as weight_squared_sum,
    case when not is_suppressed then recommend_weight_sum end as recommend_weight_sum,
    case when not is_suppressed then dissatisfied_answered_n end as dissatisfied_answered_n,
    case when not is_suppressed then dissatisfied_n end as dissatisfied_n,
    is_suppressed
from sized
order by part, group_name, instrument, answer_arm
