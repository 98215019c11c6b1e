-- question: How many of the viewer's chosen complaints got a whole written notice?
-- page:     all
-- params:   none
create macro visible.notice_cells(groups) as table
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
        cells.complete_n,
        cells.answered_n,
        cells.contact_n,
        cells.steps_n,
        cells.results_n,
        cells.date_n,
        cells.not_answered_n,
        cells.not_recorded_n
    from mart.notice_cells as cells
    inner join chosen on cells.group_no = chosen.group_no
