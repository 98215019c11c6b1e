-- question: How many of the chosen complaints of the viewer are about which subject?
-- page:     all
-- params:   none
create macro visible.subject_cells(groups) as table
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
        cells.taxonomy,
        cells.subject,
        cells.complaints_n,
        cells.primary_n
    from mart.subject_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
