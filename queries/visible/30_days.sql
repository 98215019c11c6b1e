-- question: Which days are working days, and how many of them are there up to each day?
-- page:     all
-- params:   none
create view visible.days as
select *
from mart.days
