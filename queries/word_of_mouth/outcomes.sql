-- question: What became of the complaints that are counted against patients: recovered, not, or not known yet?
-- page:     word_of_mouth
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $contact_types VARCHAR[]   contact types
--           $from_month DATE           first month of the events, by its first day
--           $to_month DATE             last month of the events, by its first day
--           $satisfied_from TINYINT    satisfaction with the handling from which a patient is satisfied
--           $floor_n BIGINT            with fewer complaints the counts are null; 0 hides nothing
-- grain:    one row; complaints about events in unit-months with patients, as word_of_mouth/capture has them
-- columns:  complaints_n     BIGINT   complaints  all of them
--           recovered_n      BIGINT   complaints  closed with status closed, and satisfied with the handling
--           not_recovered_n  BIGINT   complaints  ended, with feedback that is not so
--           waiting_n        BIGINT   complaints  open, or ended without feedback
--           is_suppressed    BOOLEAN  -           whether there are fewer than $floor_n
with

with_patients as (
    select
        unit_id,
        month
    from visible.activity
    where
        unit_id in (select unnest($units))
        and month between $from_month and $to_month
    group by unit_id, month
    having sum(coalesce(discharges, attendances)) is not null
),

chosen as (
    select cells.*
    from visible.event_handling_cells as cells
    inner join with_patients on cells.unit_id = with_patients.unit_id and cells.event_month = with_patients.month
),

counted as (
    select
        coalesce(sum(complaints_n), 0) as complaints_n,
        sum(complaints_n) filter (where ending = 'resolved' and satisfaction_handling >= $satisfied_from)
            as recovered_n,
        sum(complaints_n) filter (where ending <> 'open' and satisfaction_handling is not null) as feedback_n
    from chosen
    where contact_type in (select unnest($contact_types))
),

sized as (
    select
        complaints_n,
        coalesce(recovered_n, 0) as recovered_n,
        coalesce(feedback_n, 0) as feedback_n,
        complaints_n < $floor_n or coalesce(feedback_n, 0) < $floor_n as is_suppressed
    from counted
)

select
    case when not is_suppressed then cast(complaints_n as bigint) end as complaints_n,
    case when not is_suppressed then cast(recovered_n as bigint) end as recovered_n,
    case when not is_suppressed then cast(feedback_n - recovered_n as bigint) end as not_recovered_n,
    case when not is_suppressed then cast(complaints_n - feedback_n as bigint) end as waiting_n,
    is_suppressed
from sized
