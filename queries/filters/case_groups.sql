-- question: Which of the viewer's kinds of complaints are chosen?
-- page:     all
-- params:   $units VARCHAR[]           units chosen; never null (what may be seen is the view's business)
--           $channels VARCHAR[]        channels, 'not recorded' among them
--           $severities VARCHAR[]      severities '0' to '3', 'not recorded' among them
--           $contact_types VARCHAR[]   contact types
--           $is_by_kind BOOLEAN        whether channels or severities are to be told apart
-- grain:    one row per kind
-- columns:  group_no  INTEGER  number  stands for a kind, or for a total of kinds, in $groups of other queries
with

-- Totals stand in for their kinds where no channel and no severity that occurs is left out, and
-- neither is told apart: the same counts from a tenth of the cells.
placed as (
    select
        group_no,
        is_total,
        list_contains($channels, channel) and list_contains($severities, severity) as is_kind
    from visible.case_groups
    where
        list_contains($units, unit_id)
        and list_contains($contact_types, contact_type)
),

compared as (
    select
        *,
        $is_by_kind or coalesce(bool_or(not is_total and not is_kind) over (), false) as is_by_kind
    from placed
)

select group_no
from compared
where case when is_by_kind then not is_total and is_kind else is_total end
order by group_no
