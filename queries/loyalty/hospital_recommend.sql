-- question: How many of the whole organization's respondents would recommend it? (the line to compare a unit with)
-- page:     loyalty
-- params:   $instruments VARCHAR[]     instruments
--           $from_month DATE           first month of the visits, by its first day
--           $to_month DATE             last month of the visits, by its first day
--           $parts VARCHAR[]           all, month
-- grain:    one row per part, group and instrument; months too small to show are not in it
-- columns:  part                  VARCHAR  -          how the row is grouped; one of $parts
--           group_name            VARCHAR  -          the month; null in part all
--           instrument            VARCHAR  -          the questionnaire
--           answered_n            BIGINT   responses  with an answer about recommending
--           recommend_n           BIGINT   responses  would recommend (FFT: positive experience)
--           weight_sum            DOUBLE   -          weights of the answered
--           recommend_weight_sum  DOUBLE   -          weights of those who would recommend
with

chosen as (
    select
        unnest($parts) as part,
        *
    from visible.hospital_survey_cells
    where
        instrument in (select unnest($instruments))
        and event_month between $from_month and $to_month
)

select
    part,
    case when part = 'month' then strftime(event_month, '%Y-%m') end as group_name,
    instrument,
    cast(sum(answered_n) as bigint) as answered_n,
    cast(sum(recommend_n) as bigint) as recommend_n,
    cast(sum(weight_sum) as double) as weight_sum,
    cast(sum(recommend_weight_sum) as double) as recommend_weight_sum
from chosen
group by part, group_name, instrument
order by part, group_name, instrument
