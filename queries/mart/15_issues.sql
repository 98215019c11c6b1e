-- question: What are complaints about, by the newest extract that says so?
-- page:     mart
-- params:   none
-- grain:    one row per complaint, taxonomy and subject
-- columns:  source_system VARCHAR  name  its source, the complaint's own
--           complaint_id  VARCHAR  id    the complaint, which may be in no extract
--           taxonomy      VARCHAR  code  HCAT, KO41a or local
--           subject       VARCHAR  name  in the taxonomy's words
--           severity      TINYINT  code  of this subject, 0 to 3
--           is_primary    BOOLEAN  flag  the complaint's main subject; one a taxonomy
--           is_first      BOOLEAN  flag  one of the complaint's subjects in the taxonomy: to count it once
-- a later full snapshot of a source takes the place of all that the source sent before
with shown as (
    select
        e.extract_id,
        e.later_n
    from mart.extracts as e
    where
        e.dataset = 'complaint_issues'
        and not exists (
            select 1
            from mart.replacements as r
            where
                r.dataset = e.dataset
                and r.source_system = e.source_system
                and r.later_n > e.later_n
        )
),

ranked as (
    select
        i.source_system,
        i.complaint_id,
        i.taxonomy,
        i.code,
        i.severity,
        coalesce(i.is_primary, false) as is_primary,
        e.later_n,
        i.line,
        row_number() over (
            partition by i.source_system, i.complaint_id, i.taxonomy, i.code
            order by e.later_n desc nulls last, i.line asc nulls last
        ) as newness
    from store.complaint_issues as i
    inner join shown as e on i.extract_id = e.extract_id
),

-- of several that are marked primary the newest extract's first one is
placed as (
    select
        source_system,
        complaint_id,
        taxonomy,
        code,
        severity,
        is_primary,
        row_number() over (
            partition by source_system, complaint_id, taxonomy
            order by is_primary desc nulls last, later_n desc nulls last, line asc nulls last
        ) as place
    from ranked
    where newness = 1
)

select
    source_system,
    complaint_id,
    taxonomy,
    code as subject,
    severity,
    is_primary and place = 1 as is_primary,
    place = 1 as is_first
from placed
