-- question: Which publication is this?
-- page:     all
-- params:   none
create view visible.publication as
select *
from mart.publication
