-- question: Which days of which source does a later extract replace?
-- page:     mart
-- params:   none
-- grain:    one row per extract that replaces
-- columns:  dataset       VARCHAR  name   its dataset
--           source_system VARCHAR  name   its source
--           later_n       BIGINT   place  rows of extracts with a lower place are hidden
--           from_on       DATE     day    first main date that is replaced
--           to_on         DATE     day    last main date that is replaced
select
    dataset,
    source_system,
    later_n,
    case when mode = 'full_snapshot' then date '0001-01-01' else period_start end as from_on,
    case when mode = 'full_snapshot' then date '9999-12-31' else period_end end as to_on
from mart.extracts
where mode in ('full_snapshot', 'replace_period')
