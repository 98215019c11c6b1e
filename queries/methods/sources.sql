-- question: Which sources are there, how new are they, and which columns do they give?
-- page:     methods
-- params:   none
-- grain:    one row per dataset and source
-- columns:  dataset         VARCHAR    -         its dataset
--           source_system   VARCHAR    -         its source
--           as_of           DATE       -         the newest day up to which it is complete
--           extracts_n      BIGINT     extracts  how many
--           rows_n          BIGINT     rows      current rows
--           undated_n       BIGINT     rows      of its newest extract, refused for want of the main date
--           mapped_columns  VARCHAR[]  -         contract columns that its newest extract gave
--           first_on        DATE       -         first main date
--           last_on         DATE       -         last main date
select
    dataset,
    source_system,
    as_of,
    extracts_n,
    rows_n,
    undated_n,
    mapped_columns,
    first_on,
    last_on
from visible.sources
order by dataset, source_system
