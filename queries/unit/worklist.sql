-- question: Which complaints are open, on which day is what due, and what is recorded of each?
-- page:     unit
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $today DATE                the day in hand, to which the days left are counted
--           $standard_days BIGINT      days within which a complaint should be resolved, where no clock sets a day
--           $soon_days BIGINT          days that count as soon
--           $cases_n BIGINT            at most so many rows, the nearest
--           $is_internal BOOLEAN       single complaints are shown to internal viewers only
-- grain:    one row per open complaint, the one with the least time left first
-- columns:  source_system          VARCHAR  -           its source
--           complaint_id           VARCHAR  -           the source's own number
--           unit_name              VARCHAR  -           its unit at the event
--           contact_type           VARCHAR  -           concern, complaint, grievance, pals_enquiry
--           channel                VARCHAR  -           how it arrived
--           severity               VARCHAR  -           HCAT severity, or 'not recorded'
--           received_on            DATE     -           day of receipt
--           waiting_days           BIGINT   days        receipt to the day in hand
--           is_heard_of            BOOLEAN  -           carried or covered by the source's last extract
--           last_heard_on          DATE     -           day up to which it was followed
--           acknowledgement        VARCHAR  -           yes, no, or not recorded
--           acknowledge_by         DATE     -           last day for it, while it is outstanding
--           answered_on            DATE     -           day of the response, if it was sent since the case was opened
--           answer_by              DATE     -           day in force: agreed, else original, else by the clock
--           agreed_on              DATE     -           the day agreed, if any
--           original_on            DATE     -           the day before any extension
--           latest_on              DATE     -           last day that the procedure allows at all, if it has one
--           is_waiting_for_consent BOOLEAN  -           its clock stands still until the consent is there
--           is_notice_recorded     BOOLEAN  -           its source tells what the written notice holds
--           notice_contact         BOOLEAN  -           the notice names a contact person
--           notice_steps           BOOLEAN  -           it tells the steps taken
--           notice_results         BOOLEAN  -           it tells the results
--           notice_date            BOOLEAN  -           it tells the date of completion
--           year_missing           BIGINT   year        that the calendar of working days lacks for it
--           due_for                VARCHAR  -           acknowledgement, answer or closing: what is due first
--           due_on                 DATE     -           the day of that
--           due                    VARCHAR  -           past, today, soon, later, no day set
--           days_left              BIGINT   days        to that day; negative: past it
--           working_days_left      BIGINT   days        working days among them; null outside the calendar
select
    source_system,
    complaint_id,
    unit_name,
    contact_type,
    channel,
    severity,
    received_on,
    waiting_days,
    observed_to >= source_as_of as is_heard_of,
    observed_to as last_heard_on,
    acknowledgement,
    acknowledge_by,
    answered_on,
    answer_by,
    due_date_agreed as agreed_on,
    answer_due_original_on as original_on,
    answer_latest_on as latest_on,
    is_waiting_for_consent,
    is_notice_recorded,
    notice_contact,
    notice_steps,
    notice_results,
    notice_date,
    cast(coalesce(acknowledge_year_missing, answer_year_missing) as bigint) as year_missing,
    due_for,
    due_on,
    due,
    days_left,
    working_days_left
from visible.cases_due(cast($today as date), $standard_days, $soon_days)
where
    $is_internal
    and unit_id in (select unnest($units))
    and channel in (select unnest($channels))
    and severity in (select unnest($severities))
    and contact_type in (select unnest($contact_types))
order by due_on asc nulls last, received_on asc, complaint_id asc, source_system asc
limit $cases_n
