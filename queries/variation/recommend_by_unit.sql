-- question: How many patients would recommend us, by unit and month, and since certain months?
-- page:     loyalty
-- params:   $units VARCHAR[]        units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]  instruments
--           $from_month DATE        first month of the visits, by its first day
--           $to_month DATE          last month of the visits, by its first day
--           $since DATE[]           first months of longer periods that end with $to_month
--           $floor_n BIGINT         groups with fewer answers have null counts; 0 hides nothing
-- grain:    one row per unit, instrument and month of the visits, and one per unit, instrument and period
-- columns:  part                  VARCHAR  -          month, or since: all months from this one on
--           unit_id               VARCHAR  -          the unit
--           month                 DATE     -          first day of the month, or of the period's first one
--           instrument            VARCHAR  -          the questionnaire; answers of two are never pooled
--           answered_n            BIGINT   responses  with an answer about recommending
--           weight_sum            DOUBLE   -          weights of the answered
--           weight_squared_sum    DOUBLE   -          squared weights of the answered
--           recommend_weight_sum  DOUBLE   -          weights of those who would recommend
--           is_suppressed         BOOLEAN  -          whether fewer than $floor_n answered
with

counted as (
    select
        unit_id,
        event_month as month,
        instrument,
        sum(answered_n) as answered_n,
        sum(weight_sum) as weight_sum,
        sum(weight_squared_sum) as weight_squared_sum,
        sum(recommend_weight_sum) as recommend_weight_sum
    from visible.survey_cells
    where
        list_contains($units, unit_id)
        and list_contains($instruments, instrument)
        and event_month between $from_month and $to_month
    group by unit_id, event_month, instrument
    having sum(answered_n) > 0
),

periods as (
    select unnest($since) as since
),

summed as (
    select
        'month' as part,
        *
    from counted
    union all
    select
        'since' as part,
        counted.unit_id,
        periods.since as month,
        counted.instrument,
        sum(counted.answered_n) as answered_n,
        sum(counted.weight_sum) as weight_sum,
        sum(counted.weight_squared_sum) as weight_squared_sum,
        sum(counted.recommend_weight_sum) as recommend_weight_sum
    from counted
    inner join periods on counted.month >= periods.since
    group by counted.unit_id, periods.since, counted.instrument
)

select
    part,
    unit_id,
    month,
    instrument,
    case when answered_n >= $floor_n then cast(answered_n as bigint) end as answered_n,
    case when answered_n >= $floor_n then cast(weight_sum as double) end as weight_sum,
    case when answered_n >= $floor_n then cast(weight_squared_sum as double) end as weight_squared_sum,
    case when answered_n >= $floor_n then cast(recommend_weight_sum as double) end as recommend_weight_sum,
    answered_n < $floor_n as is_suppressed
from summed
order by part, instrument, unit_id, month
