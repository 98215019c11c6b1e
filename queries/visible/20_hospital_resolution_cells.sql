-- question: How does the whole organization resolve? (guarded; names no unit)
-- page:     all
-- params:   none
create view visible.hospital_resolution_cells as
select *
from mart.hospital_resolution_cells
