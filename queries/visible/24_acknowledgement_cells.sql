-- question: How many of the viewer's chosen complaints were acknowledged by the limit?
-- page:     all
-- params:   none
create macro visible.acknowledgement_cells(groups) as table
    with chosen as (
        select *
        from visible.case_groups
        where group_no in (select unnest(groups))
    )

    select
        chosen.unit_id,
        chosen.department,
        chosen.site,
        chosen.channel,
        chosen.contact_type,
        chosen.severity,
        cells.received_month,
        cells.on_time_n,
        cells.late_n,
        cells.not_yet_due_n,
        cells.outside_n,
        cells.no_clock_n,
        cells.no_calendar_n,
        cells.not_recorded_n,
        cells.year_missing
    from mart.acknowledgement_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
