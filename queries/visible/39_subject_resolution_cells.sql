-- question: How old are the viewer's complaints about a subject when they end?
-- page:     all
-- params:   none
-- Totals alone have these cells: a choice of channels or severities is answered from the rows.
create macro visible.subject_resolution_cells(groups) as table
    with chosen as (
        select group_no
        from visible.case_groups
        where group_no in (select unnest(groups))
    )

    select
        cells.received_month,
        cells.taxonomy,
        cells.subject,
        cells.age_days,
        cells.resolved_n,
        cells.otherwise_n,
        cells.open_n
    from mart.subject_resolution_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
