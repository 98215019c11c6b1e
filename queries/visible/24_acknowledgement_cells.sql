-- question: After how many weekdays were the chosen complaints of the viewer acknowledged?
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
        cells.weekdays_n,
        cells.acknowledged_n,
        cells.waiting_n,
        cells.not_recorded_n
    from mart.acknowledgement_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
