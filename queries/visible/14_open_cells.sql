-- question: How many of the chosen complaints of the viewer are open?
-- page:     all
-- params:   none
create macro visible.open_cells(groups) as table
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
        cells.waiting_days,
        cells.is_heard_of,
        cells.last_heard_on,
        cells.complaints_n
    from mart.open_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
