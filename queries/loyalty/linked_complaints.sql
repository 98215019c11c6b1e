-- question: How many closed complaints can be linked to an answer, and why can't the others?
-- page:     loyalty
-- params:   $units VARCHAR[]        units chosen; never null (what may be seen is the view's business)
--           $instruments VARCHAR[]  instruments
--           $from_on DATE           first day of closing
--           $to_on DATE             last day of closing
--           $within_days BIGINT     days after the closing within which an answer belongs to it
--           $floor_n BIGINT         groups with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per linking, for those that occur
-- columns:  linking        VARCHAR  -           answered, unanswered or no_key
--           complaints_n   BIGINT   complaints  closed
--           is_suppressed  BOOLEAN  -           whether fewer than $floor_n
with

cases as (
    select
        source_system,
        complaint_id,
        patient_link_key,
        closed_on
    from visible.complaints
    where
        list_contains($units, unit_id)
        and closed_on between $from_on and $to_on
),

answers as (
    select
        patient_link_key,
        received_on
    from visible.surveys
    where
        patient_link_key is not null
        and list_contains($instruments, instrument)
),

pairs as (
    select
        cases.source_system,
        cases.complaint_id,
        date_diff('day', cases.closed_on, answers.received_on) as days_after
    from cases
    inner join answers on cases.patient_link_key = answers.patient_link_key
),

linked as (
    select distinct
        source_system,
        complaint_id
    from pairs
    where days_after between 0 and $within_days
),

told as (
    select
        case
            when linked.complaint_id is not null then 'answered'
            when cases.patient_link_key is not null then 'unanswered'
            else 'no_key'
        end as linking
    from cases
    left join linked
        on
            cases.source_system = linked.source_system
            and cases.complaint_id = linked.complaint_id
),

counted as (
    select
        linking,
        count(*) as complaints_n,
        count(*) < $floor_n as is_suppressed
    from told
    group by linking
)

select
    linking,
    case when not is_suppressed then cast(complaints_n as bigint) end as complaints_n,
    is_suppressed
from counted
order by linking
