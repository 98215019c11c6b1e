-- question: How did each unit's respondents answer, by month, instrument, mode and arm?
-- page:     mart
-- params:   none
-- grain:    one row per unit, place, month of the event, instrument, mode and arm
-- columns:  unit_id                 VARCHAR  id         the unit
--           department              VARCHAR  name       its department then
--           site                    VARCHAR  name       its site then
--           event_month             DATE     month      first day of the month of the event
--           instrument              VARCHAR  code       the questionnaire
--           mode                    VARCHAR  code       how it was asked
--           arm                     VARCHAR  code       no_problem, recovered, unrecovered, …
--           responses_n             BIGINT   responses  all
--           answered_n              BIGINT   responses  that answered whether they recommend
--           recommend_n             BIGINT   responses  that recommend
--           weight_sum              DOUBLE   weight     over answered_n
--           weight_squared_sum      DOUBLE   weight     over answered_n
--           recommend_weight_sum    DOUBLE   weight     over recommend_n
--           dissatisfied_answered_n BIGINT   responses  whose instrument tells dissatisfied ones
--           dissatisfied_n          BIGINT   responses  that are dissatisfied
select
    unit_id,
    department,
    site,
    cast(date_trunc('month', event_on) as date) as event_month,
    instrument,
    mode,
    arm,
    cast(count(*) as bigint) as responses_n,
    cast(count(recommends) as bigint) as answered_n,
    cast(count(*) filter (where recommends) as bigint) as recommend_n,
    coalesce(sum(weight) filter (where recommends is not null), cast(0 as double)) as weight_sum,
    coalesce(sum(weight * weight) filter (where recommends is not null), cast(0 as double)) as weight_squared_sum,
    coalesce(sum(weight) filter (where recommends), cast(0 as double)) as recommend_weight_sum,
    cast(count(is_dissatisfied) as bigint) as dissatisfied_answered_n,
    cast(count(*) filter (where is_dissatisfied) as bigint) as dissatisfied_n
from mart.surveys
group by
    unit_id,
    department,
    site,
    cast(date_trunc('month', event_on) as date),
    instrument,
    mode,
    arm
order by unit_id asc nulls last, event_month asc nulls last
