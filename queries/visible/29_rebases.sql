-- question: From which months on do the viewer's control charts have new limits, and why?
-- page:     all
-- params:   none
-- They are no part of the mart's tables: the store's own list, as it is known now, comes in as a
-- variable with each question. A viewer sees those of every unit and those of units in scope.
create view visible.rebases as
with listed as (
    select
        unnest(
            cast(
                getvariable('rebases')
                as struct (measure varchar, unit_id varchar, "month" date, reason varchar) []
            )
        ) as rebase
)

select
    rebase.measure as measure,
    rebase.unit_id as unit_id,
    rebase."month" as "month",
    rebase.reason as reason
from listed
where
    rebase.unit_id is null
    or getvariable('all_units')
    or list_contains(getvariable('scope'), rebase.unit_id)
