-- question: To which complaint in the viewer's sight does an answer belong?
-- page:     all
-- params:   none
-- One to one: an answer belongs to the complaint of the same key that was closed last before it, and
-- of several answers to one complaint the first counts (answer_place 1).
create macro visible.linked_answers(within_days) as table
    with pairs as (
        select
            answers.source_system,
            answers.response_id,
            answers.received_on,
            cases.source_system as case_source,
            cases.complaint_id,
            cases.ending,
            cases.satisfaction_handling,
            date_diff('day', cases.closed_on, answers.received_on) as days_after
        from visible.surveys as answers
        inner join visible.complaints as cases on answers.patient_link_key = cases.patient_link_key
    ),

    nearest as (
        select
            *,
            row_number() over (
                partition by source_system, response_id
                order by days_after asc, case_source asc, complaint_id asc
            ) as case_place
        from pairs
        where days_after between 0 and within_days
    )

    select
        source_system,
        response_id,
        case_source,
        complaint_id,
        ending,
        satisfaction_handling,
        row_number() over (
            partition by case_source, complaint_id
            order by received_on asc, source_system asc, response_id asc
        ) as answer_place
    from nearest
    where case_place = 1
