-- question: Which of the viewer's open complaints are due on which day, seen from a day in hand?
-- page:     unit
-- params:   none
-- Two clocks may run: the acknowledgement's, while one is recorded as outstanding, and the answer's (the
-- day agreed, else the original, else the clock's, else the standard). A case that was answered and is
-- still open waits for its closing. While consent is awaited only a day that somebody set counts.
create macro visible.cases_due(today, standard_days, soon_days) as table
    with open_cases as (
        select
            *,
            case
                when not is_acknowledgement_recorded then 'not recorded'
                when acknowledged_on is null then 'no'
                else 'yes'
            end as acknowledgement,
            -- the answer to a case that was opened again is still to come
            case
                when response_sent_on >= coalesce(reopened_on, response_sent_on) then response_sent_on
            end as answered_on,
            answer_started_on is null and consent_received_on is null and coalesce(consent_required, false)
                as is_waiting_for_consent
        from visible.complaints
        where ending = 'open'
    ),

    clocks as (
        select
            *,
            case when acknowledgement = 'no' then acknowledge_due_on end as acknowledge_by,
            case
                when is_waiting_for_consent then answer_due_on
                else coalesce(answer_due_on, received_on + cast(standard_days as integer))
            end as answer_by
        from open_cases
    ),

    due_days as (
        select
            *,
            case
                when acknowledge_by <= coalesce(answer_by, acknowledge_by) then 'acknowledgement'
                when answered_on is not null then 'closing'
                when answer_by is not null then 'answer'
            end as due_for,
            least(acknowledge_by, answer_by) as due_on
        from clocks
    ),

    seen as (
        select
            *,
            today as seen_on,
            date_diff('day', received_on, today) as waiting_days,
            date_diff('day', today, due_on) as days_left,
            case
                when due_on is null then 'no day set'
                when due_on < today then 'past'
                when due_on = today then 'today'
                when due_on <= today + cast(soon_days as integer) then 'soon'
                else 'later'
            end as due
        from due_days
    )

    select
        c.*,
        cast(until.working_day_n - since.working_day_n as bigint) as working_days_left
    from seen as c
    left join visible.days as until on c.due_on = until.day
    left join visible.days as since on c.seen_on = since.day
