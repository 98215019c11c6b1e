-- question: How many columns of a place do the values wanted name?
-- page:     all
-- params:   none
-- Patients have a place, and none of a complaint's other values: of those wanted only places can be asked of them.
create macro visible.places_n(wanted) as
len(list_distinct([
    split_part(w, '=', 1) for w in wanted if split_part(w, '=', 1) in ('department', 'site', 'unit_id')
]))
