-- question: How many closed complaints can be linked to an answer, and why can't the others?
-- page:     loyalty
-- params:   $units VARCHAR[]        units chosen; never null (what may be seen is the view's business)
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
        patient_link_key
    from visible.complaints
    where
        list_contains($units, unit_id)
        and closed_on between $from_on and $to_on
),

linked as (
    select
        case_source,
        complaint_id
    from visible.linked_answers($within_days)
    where answer_place = 1
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
            cases.source_system = linked.case_source
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
