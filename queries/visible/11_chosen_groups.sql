-- question: Which of the viewer's kinds of complaints are chosen?
-- page:     all
-- params:   none
-- Totals stand in for their kinds where no channel and no severity that occurs is left out, and
-- neither is a part: the same counts from a tenth of the cells.
create macro visible.chosen_groups(units, channels, severities, contact_types, parts) as table
    with placed as (
        select
            *,
            list_contains(channels, channel) and list_contains(severities, severity) as is_kind
        from visible.case_groups
        where
            list_contains(units, unit_id)
            and list_contains(contact_types, contact_type)
    ),

    compared as (
        select
            *,
            list_contains(parts, 'channel')
            or list_contains(parts, 'severity')
            or coalesce(bool_or(not is_total and not is_kind) over (), false) as is_by_kind
        from placed
    )

    select * exclude (is_kind, is_by_kind)
    from compared
    where case when is_by_kind then not is_total and is_kind else is_total end
