-- question: How many of the chosen complaints of the viewer were open at each month's end?
-- page:     all
-- params:   none
create macro visible.backlog_cells(groups) as table
    with chosen as (
        select *
        from visible.case_groups
        where group_no in (select unnest(groups))
    )

    select
        chosen.unit_id,
        cells.day_on,
        cells.waiting_band,
        cells.is_heard_of,
        cells.complaints_n
    from mart.backlog_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
