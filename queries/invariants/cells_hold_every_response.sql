-- question: Do the survey cells not add up to the responses?
-- page:     invariants
-- params:   none
-- grain:    one row when they don't
-- columns:  difference_n BIGINT  responses  cells minus responses
select
    cast(
        coalesce((select sum(responses_n) from mart.survey_cells), 0) - (select count(*) from mart.surveys) as bigint
    ) as difference_n
where coalesce((select sum(responses_n) from mart.survey_cells), 0) <> (select count(*) from mart.surveys)
