-- question: Which extracts does the publication hold, and which is later than which?
-- page:     mart
-- params:   none
-- grain:    one row per extract
-- columns:  extract_id     VARCHAR    id        the extract
--           dataset        VARCHAR    name      its dataset
--           source_system  VARCHAR    name      its source
--           as_of          DATE       day       the day up to which it is complete
--           mode           VARCHAR    code      append, replace_period or full_snapshot
--           period_start   DATE       day       first day it covers
--           period_end     DATE       day       last day it covers
--           register_units BOOLEAN    flag      unseen units become units of the mart
--           mapped_columns VARCHAR[]  names     contract columns that its file gave
--           timezone       VARCHAR    name      in which its local times are
--           undated_n      BIGINT     rows      refused for want of the main date
--           later_n        BIGINT     place     a higher one is later: by as_of, then by upload
select
    extract_id,
    dataset,
    source_system,
    as_of,
    mode,
    period_start,
    period_end,
    register_units,
    mapped_columns,
    timezone,
    undated_n,
    row_number() over (order by as_of asc nulls last, place asc nulls last) as later_n
from store.extracts
