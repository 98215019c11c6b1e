-- question: Which sources are there, how new are they, and which columns do they give?
-- page:     mart
-- params:   none
-- grain:    one row per dataset and source
-- columns:  dataset       VARCHAR  name      its dataset
--           source_system VARCHAR  name      its source
--           as_of         DATE     day       the newest day up to which it is complete
--           extracts_n    BIGINT   extracts  how many
--           rows_n        BIGINT   rows      current rows
--           undated_n     BIGINT   rows      of its newest extract, refused for want of the main date
--           mapped_columns VARCHAR[] names    contract columns that its newest extract gave
--           first_on      DATE     day       first main date, null where the dataset has none
--           last_on       DATE     day       last main date
with facts as (
    select
        'complaints' as dataset,
        source_system,
        count(*) as rows_n,
        min(received_on) as first_on,
        max(received_on) as last_on
    from mart.complaints
    group by source_system
    union all
    select
        'complaint_issues' as dataset,
        source_system,
        count(*) as rows_n,
        cast(null as date) as first_on,
        cast(null as date) as last_on
    from mart.issues
    group by source_system
    union all
    select
        'surveys' as dataset,
        source_system,
        count(*) as rows_n,
        min(event_on) as first_on,
        max(event_on) as last_on
    from mart.surveys
    group by source_system
    union all
    select
        'activity' as dataset,
        sent_by as source_system,
        count(*) as rows_n,
        min(month) as first_on,
        max(month) as last_on
    from mart.activity
    group by sent_by
    union all
    select
        'units' as dataset,
        sent_by as source_system,
        count(*) as rows_n,
        cast(null as date) as first_on,
        cast(null as date) as last_on
    from mart.named_units
    group by sent_by
    union all
    select
        'unit_aliases' as dataset,
        sent_by as source_system,
        count(*) as rows_n,
        cast(null as date) as first_on,
        cast(null as date) as last_on
    from mart.aliases
    group by sent_by
),

newest as (
    select
        dataset,
        source_system,
        max(as_of) as as_of,
        max(later_n) as later_n,
        count(*) as extracts_n
    from mart.extracts
    group by dataset, source_system
)

select
    n.dataset,
    n.source_system,
    n.as_of,
    cast(n.extracts_n as bigint) as extracts_n,
    cast(coalesce(f.rows_n, 0) as bigint) as rows_n,
    e.undated_n,
    e.mapped_columns,
    f.first_on,
    f.last_on
from newest as n
inner join mart.extracts as e on n.later_n = e.later_n
left join facts as f on n.dataset = f.dataset and n.source_system = f.source_system
