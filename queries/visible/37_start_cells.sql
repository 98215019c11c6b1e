-- question: How many of the viewer's chosen complaints were acted on within 15 minutes?
-- page:     all
-- params:   none
create macro visible.start_cells(groups) as table
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
        cells.within_n,
        cells.later_n,
        cells.waiting_n,
        cells.dated_n,
        cells.not_recorded_n
    from mart.start_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
