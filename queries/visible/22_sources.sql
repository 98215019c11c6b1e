-- question: Which sources are there?
-- page:     all
-- params:   none
create view visible.sources as
select *
from mart.sources
