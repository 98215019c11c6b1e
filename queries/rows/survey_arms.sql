-- question: How many patients would recommend us, where the cells don't hold the groups or days?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]     instruments
--           $from_on DATE              first day of the visits
--           $to_on DATE                last day of the visits
--           $as_of DATE                answers that arrived later are out; 9999-12-31 is the data's own
--           $wanted VARCHAR[]          values that a response must have, such as 'mode=sms'
--           $wanted_columns_n BIGINT   number of columns in $wanted; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, department, site, month or another column
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
    from visible.surveys
    where
        unit_id in (select unnest($units))
        and instrument in (select unnest($instruments))
        and event_on between $from_on and $to_on
        and received_on <= $as_of
        and ($wanted_columns_n = 0 or len(list_intersect(attributes, $wanted)) = $wanted_columns_n)
),

counted as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(event_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part <> 'all' then visible.attribute_of(attributes, part)
        end as group_name,
        instrument,
        case when $is_by_arm then arm else 'any' end as answer_arm,
        count(*) as responses_n,
        count(recommends) as answered_n,
        count(*) filter (where recommends) as recommend_n,
        coalesce(sum(weight) filter (where recommends is not null), 0) as weight_sum,
        coalesce(sum(weight * weight) filter (where recommends is not null), 0) as weight_squared_sum,
        coalesce(sum(weight) filter (where recommends), 0) as recommend_weight_sum,
        count(is_dissatisfied) as dissatisfied_answered_n,
        count(*) filter (where is_dissatisfied) as dissatisfied_n
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
