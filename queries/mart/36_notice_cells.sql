-- question: How many answered complaints got a written notice with all four elements?
-- page:     mart
-- params:   none
-- grain:    one row per group (see case_groups; totals included) and month of receipt
-- columns:  group_no        INTEGER  number      unit, place, channel, contact type and severity, or their total
--           received_month  DATE     month       first day of the month of receipt
--           complete_n      BIGINT   complaints  answered, with all four elements
--           answered_n      BIGINT   complaints  answered
--           contact_n       BIGINT   complaints  answered, and a contact person is named
--           steps_n         BIGINT   complaints  answered, and the steps taken are told
--           results_n       BIGINT   complaints  answered, and the results are told
--           date_n          BIGINT   complaints  answered, and the date of completion is told
--           not_answered_n  BIGINT   complaints  not answered yet
--           not_recorded_n  BIGINT   complaints  their source does not have responses and all four elements
with cases as (
    select
        *,
        cast(date_trunc('month', received_on) as date) as received_month,
        case
            when not (is_notice_recorded and is_response_recorded) then 'not_recorded'
            when response_sent_on is null then 'not_answered'
            else 'answered'
        end as answer
    from mart.complaints
),

counted as (
    select
        unit_id,
        department,
        site,
        channel,
        contact_type,
        severity,
        received_month,
        cast(
            count(*) filter (
                where
                answer = 'answered'
                and notice_contact
                and notice_steps
                and notice_results
                and notice_date
            ) as bigint
        ) as complete_n,
        cast(count(*) filter (where answer = 'answered') as bigint) as answered_n,
        cast(count(*) filter (where answer = 'answered' and notice_contact) as bigint) as contact_n,
        cast(count(*) filter (where answer = 'answered' and notice_steps) as bigint) as steps_n,
        cast(count(*) filter (where answer = 'answered' and notice_results) as bigint) as results_n,
        cast(count(*) filter (where answer = 'answered' and notice_date) as bigint) as date_n,
        cast(count(*) filter (where answer = 'not_answered') as bigint) as not_answered_n,
        cast(count(*) filter (where answer = 'not_recorded') as bigint) as not_recorded_n
    from cases
    group by grouping sets (
        (unit_id, department, site, channel, contact_type, severity, received_month),
        (unit_id, department, site, contact_type, received_month)
    )
)

select
    g.group_no,
    c.received_month,
    c.complete_n,
    c.answered_n,
    c.contact_n,
    c.steps_n,
    c.results_n,
    c.date_n,
    c.not_answered_n,
    c.not_recorded_n
from counted as c
inner join mart.case_groups as g
    on
        c.unit_id = g.unit_id
        and c.department = g.department
        and c.site = g.site
        and c.contact_type = g.contact_type
        and c.channel is not distinct from g.channel
        and c.severity is not distinct from g.severity
order by g.group_no asc nulls last, c.received_month asc nulls last
