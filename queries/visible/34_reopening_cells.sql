-- question: How many days after the first closing were the viewer's chosen complaints reopened?
-- page:     all
-- params:   none
create macro visible.reopening_cells(groups) as table
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
        cells.days_n,
        cells.reopened_n,
        cells.followed_n,
        cells.not_closed_n,
        cells.not_recorded_n
    from mart.reopening_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
