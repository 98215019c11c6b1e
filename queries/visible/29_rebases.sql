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
                getvariable('rebases') as struct(measure varchar, unit_id varchar, month date, reason varchar)[]
            )
        ) as rebase
),

named as (
    select unnest(rebase)
    from listed
)

select *
from named
where
    unit_id is null
    or getvariable('all_units')
    or list_contains(getvariable('scope'), unit_id)
