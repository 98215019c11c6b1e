-- question: Does the viewer see every unit of the organization?
-- page:     all
-- params:   none
-- grain:    one row
-- columns:  is_whole  BOOLEAN  -  true for viewers of all units
select coalesce(getvariable('all_units'), false) as is_whole
