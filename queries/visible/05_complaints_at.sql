-- question: How did the viewer's complaints stand on a day: received, open or ended by then?
-- page:     all
-- params:   none
-- On that day a complaint is closed if its final closing has come, or if its first closing has come
-- and it was not reopened yet; one that is open again without a date of reopening was so on the last
-- day it was observed. It is observed no further than that day.
-- What complaints are about is joined only where the question names subjects: mart/open.py sets the variable.
create macro visible.complaints_at(at_date) as table
    with subjects as (
        select
            source_system,
            complaint_id,
            -- of those wanted one stands for all: they are alternatives
            list_prepend(
                min(
                    case
                        when list_contains(getvariable('subjects_wanted'), 'issue=' || taxonomy || ': ' || subject)
                            then 'issue=' || taxonomy || ': ' || subject
                        when list_contains(getvariable('subjects_wanted'), 'issue=' || taxonomy)
                            then 'issue=' || taxonomy
                        when
                            is_primary and list_contains(
                                getvariable('subjects_wanted'), 'issue=primary ' || taxonomy || ': ' || subject
                            )
                            then 'issue=primary ' || taxonomy || ': ' || subject
                        when is_primary and list_contains(getvariable('subjects_wanted'), 'issue=primary ' || taxonomy)
                            then 'issue=primary ' || taxonomy
                    end
                ),
                flatten(list([
                    taxonomy || ': ' || subject || chr(31) || '=yes',
                    taxonomy || chr(31) || '=yes',
                    case when is_primary then 'primary ' || taxonomy || ': ' || subject || chr(31) || '=yes' end,
                    case when is_primary then 'primary ' || taxonomy || chr(31) || '=yes' end,
                ]))
            ) as attributes
        from mart.issues
        where getvariable('subjects_wanted') is not null
        group by source_system, complaint_id
    ),

    coded as (
        select
            cases.*,
            subjects.attributes as subject_attributes
        from visible.complaints as cases
        left join subjects
            on
                cases.source_system = subjects.source_system
                and cases.complaint_id = subjects.complaint_id
    ),

    standing as (
        select
            *,
            case
                when closed_on <= at_date then closed_on
                when
                    first_closed_on <= at_date
                    and coalesce(reopened_on, case when closed_on is null then observed_to end, date '9999-12-31')
                    > at_date
                    then first_closed_on
            end as ended_on,
            least(observed_to, at_date) as seen_to
        from coded
        where received_on <= at_date
    )

    select
        * exclude (
            subject_attributes, ended_on, seen_to, closed_on, observed_to, source_as_of, ending, age_days,
            acknowledged_on, response_sent_on, satisfaction_handling, start, answer_started_on,
            answer_due_original_on, answer_due_on
        ),
        ended_on as closed_on,
        seen_to as observed_to,
        least(source_as_of, at_date) as source_as_of,
        case
            when ended_on is null then 'open'
            when ended_on = closed_on and status <> 'closed' then 'otherwise'
            else 'resolved'
        end as ending,
        cast(date_diff('day', received_on, coalesce(ended_on, seen_to)) as integer) as age_days,
        case when acknowledged_on <= at_date then acknowledged_on end as acknowledged_on,
        case when response_sent_on <= at_date then response_sent_on end as response_sent_on,
        case when first_action_on > at_date and start <> 'not_recorded' then 'waiting' else start end as start,
        -- a clock that starts with a consent or a stage that has not come yet sets no day
        case when answer_started_on <= at_date then answer_started_on end as answer_started_on,
        case when answer_started_on > at_date then due_date else answer_due_original_on end as answer_due_original_on,
        case
            when answer_started_on > at_date then coalesce(due_date_agreed, due_date)
            else answer_due_on
        end as answer_due_on,
        -- feedback is asked for after the closing
        case when ended_on is not null and ended_on = closed_on then satisfaction_handling end as satisfaction_handling,
        list_concat([
            'channel=' || channel,
            'contact_type=' || contact_type,
            'severity=' || severity,
            'severity_hcat=' || severity,
            'complexity=' || complexity,
            'outcome=' || outcome,
            'status=' || status,
            'department=' || department,
            'site=' || site,
            'unit_id=' || unit_id,
            'source_system=' || source_system,
            'age_band=' || age_band,
            'ethnicity_group=' || ethnicity_group,
            'preferred_language=' || preferred_language,
            'complainant_status=' || complainant_status,
            'service_area=' || service_area,
            'profession=' || profession,
            'recovery_model=' || recovery_model,
            'stage=' || stage,
            'perceived_only=' || coalesce(cast(perceived_only as varchar), 'not recorded'),
        ], subject_attributes) as attributes
    from standing
