-- question: How old are the chosen complaints of the viewer when they end?
-- page:     all
-- params:   none
create macro visible.resolution_cells(groups) as table
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
        cells.age_days,
        cells.resolved_n,
        cells.otherwise_n,
        cells.open_n
    from mart.resolution_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
