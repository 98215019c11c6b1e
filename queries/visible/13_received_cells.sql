-- question: How many complaints did the viewer's units receive?
-- page:     all
-- params:   none
create macro visible.received_cells(groups) as table
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
        cells.complaints_n
    from mart.received_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
