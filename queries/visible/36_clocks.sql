-- question: Which clock runs for which complaints?
-- page:     all
-- params:   none
create view visible.clocks as
select *
from mart.clocks
