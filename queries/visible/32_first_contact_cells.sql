-- question: How many of the viewer's chosen complaints were resolved at the first contact?
-- page:     all
-- params:   none
create macro visible.first_contact_cells(groups) as table
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
        cells.at_first_n,
        cells.not_at_first_n,
        cells.not_recorded_n
    from mart.first_contact_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
