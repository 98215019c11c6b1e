-- question: Which days are working days, and how many of them are there up to each day?
-- page:     mart
-- params:   none
-- grain:    one row per day, from the first receipt to two years after the last day that is known
-- columns:  day            DATE     day   the day
--           is_working_day BOOLEAN  flag  neither weekend nor holiday nor closed; false in years that are not known
--           working_day_n  INTEGER  days  working days up to and with it, from the first row on
select
    day,
    is_working_day,
    cast(working_day_n as integer) as working_day_n
from store.days
order by day asc nulls last
