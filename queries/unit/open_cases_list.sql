-- question: Which complaints are open, and how many days are left of the standard?
-- page:     unit
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $standard_days BIGINT      days within which a complaint should be resolved
--           $is_internal BOOLEAN       single complaints are shown to internal viewers only
-- grain:    one row per open complaint, the one with the least time left first
-- columns:  source_system    VARCHAR  -     its source
--           complaint_id     VARCHAR  -     the source's own number
--           unit_id          VARCHAR  -     the unit
--           unit_name        VARCHAR  -     its name at the event
--           contact_type     VARCHAR  -     concern, complaint, grievance, pals_enquiry
--           channel          VARCHAR  -     how it arrived
--           severity         VARCHAR  -     HCAT severity, or 'not recorded'
--           status           VARCHAR  -     open or reopened
--           received_on      DATE     -     day of receipt
--           waiting_days     BIGINT   days  receipt to the source's as-of
--           days_left        BIGINT   days  to the standard; negative: past it
--           due_on           DATE     -     last day within the standard
--           due_agreed_on    DATE     -     the day agreed or set in the source, if any
--           acknowledgement  VARCHAR  -     yes, no, or not recorded
--           is_heard_of      BOOLEAN  -     carried or covered by the source's last extract
--           last_heard_on    DATE     -     day up to which it was followed
select
    source_system,
    complaint_id,
    unit_id,
    unit_name,
    contact_type,
    channel,
    severity,
    status,
    received_on,
    date_diff('day', received_on, source_as_of) as waiting_days,
    cast($standard_days - date_diff('day', received_on, source_as_of) as bigint) as days_left,
    cast(received_on + cast($standard_days as integer) as date) as due_on,
    coalesce(due_date_agreed, due_date) as due_agreed_on,
    case
        when not is_acknowledgement_recorded then 'not recorded'
        when acknowledged_on is null then 'no'
        else 'yes'
    end as acknowledgement,
    observed_to >= source_as_of as is_heard_of,
    observed_to as last_heard_on
from visible.complaints
where
    $is_internal
    and ending = 'open'
    and unit_id in (select unnest($units))
    and channel in (select unnest($channels))
    and severity in (select unnest($severities))
    and contact_type in (select unnest($contact_types))
order by days_left, received_on, complaint_id
