-- question: How many patients would recommend us, by groups and days that the cells don't hold?
-- page:     measure
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]     instruments
--           $from_on DATE              first day of the visits
--           $to_on DATE                last day of the visits
--           $where VARCHAR[]           values that a response must have, such as 'mode=sms'
--           $where_columns_n BIGINT    number of columns in $where; two values of one column are alternatives
--           $parts VARCHAR[]           all, unit, department, site, month or another column
--           $is_by_arm BOOLEAN         whether the arms stay apart; else arm is 'any'
--           $floor_n BIGINT            groups with fewer answers have null counts; 0 hides nothing
-- grain:    one row per part, group, instrument and arm
-- columns:  part                     VARCHAR  -          how the row is grouped; one of $parts
--           group_name               VARCHAR  -          the group's name; null in part all
--           instrument               VARCHAR  -          the questionnaire; answers of two are never pooled
--           answer_arm               VARCHAR  -          no_problem, recovered, unrecovered, pending, unanswered, not_asked; or any
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
        and len(list_intersect(attributes, $where)) = $where_columns_n
),

counted as (
    select
        part,
        case
            when part = 'unit' then unit_id
            when part = 'month' then strftime(event_on, '%Y-%m')
            when part = 'department' then department
            when part = 'site' then site
            when part <> 'all' then
                coalesce(
                    list_filter(attributes, lambda a: starts_with(a, part || '='))[1][len(part) + 2:],
                    'not recorded'
                )
        end as group_name,
        instrument,
        case when $is_by_arm then arm else 'any' end as answer_arm,
        count(*) as responses_n,
        count(recommends) as answered_n,
        count(*) filter (where recommends) as recommend_n,
        sum(weight) filter (where recommends is not null) as weight_sum,
        sum(weight * weight) filter (where recommends is not null) as weight_squared_sum,
        sum(weight) filter (where recommends) as recommend_weight_sum,
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
    case when not is_suppressed then cast(coalesce(responses_n, 0) as bigint) end as responses_n,
    case when not is_suppressed then cast(coalesce(answered_n, 0) as bigint) end as answered_n,
    case when not is_suppressed then cast(coalesce(recommend_n, 0) as bigint) end as recommend_n,
    case when not is_suppressed then cast(coalesce(weight_sum, 0) as double) end as weight_sum,
    case when not is_suppressed then cast(coalesce(weight_squared_sum, 0) as double) end as weight_squared_sum,
    case when not is_suppressed then cast(coalesce(recommend_weight_sum, 0) as double) end as recommend_weight_sum,
    case when not is_suppressed then cast(coalesce(dissatisfied_answered_n, 0) as bigint) end as dissatisfied_answered_n,
    case when not is_suppressed then cast(coalesce(dissatisfied_n, 0) as bigint) end as dissatisfied_n,
    is_suppressed
from sized
order by part, group_name, instrument, answer_arm
