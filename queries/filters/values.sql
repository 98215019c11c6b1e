-- question: Which channels, severities, contact types and instruments occur in what the viewer may see?
-- page:     all
-- params:   none
-- grain:    one row per filter and value
-- columns:  filter        VARCHAR  -     channel, severity, contact_type or instrument
--           value         VARCHAR  -     a value that occurs
--           occurrence_n  BIGINT   rows  complaints, or responses, that have it
select
    filter,
    value,
    cast(sum(occurrence_n) as bigint) as occurrence_n
from visible.value_cells
group by filter, value
order by filter, value
