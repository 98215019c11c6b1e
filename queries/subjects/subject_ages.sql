-- question: How old are the complaints about a subject when they end, or when they were last seen open?
-- page:     overview, unit
-- params:   $groups INTEGER[]          totals of kinds of complaints chosen, by number (filters/case_groups)
--           $from_month DATE           first month of receipt, by its first day
--           $to_month DATE             last month of receipt, by its first day
--           $taxonomies VARCHAR[]      HCAT, KO41a, local
--           $floor_n BIGINT            subjects with fewer complaints have null counts; 0 hides nothing
-- grain:    one row per taxonomy, subject and age in days
-- columns:  taxonomy       VARCHAR  -           HCAT, KO41a or local
--           subject        VARCHAR  -           in the taxonomy's words; null: complaints that are not coded in it
--           age_days       BIGINT   days        receipt to the ending, or to the last day the complaint was observed
--           resolved_n     BIGINT   complaints  closed with status closed at that age
--           otherwise_n    BIGINT   complaints  withdrawn, transferred or escalated at that age (competing endings)
--           open_n         BIGINT   complaints  last seen open at that age (censored)
--           is_suppressed  BOOLEAN  -           whether the subject is under the floor; then one row with null counts
with

cells as (
    select *
    from visible.subject_resolution_cells($groups)
    where
        received_month between $from_month and $to_month
        and list_contains($taxonomies, taxonomy)
),

-- complaints that have no subject are all of them without those that have any
signed as (
    select
        taxonomy,
        subject,
        age_days,
        resolved_n,
        otherwise_n,
        open_n
    from cells
    where subject is not null
    union all
    select
        taxonomy,
        subject,
        age_days,
        -resolved_n as resolved_n,
        -otherwise_n as otherwise_n,
        -open_n as open_n
    from cells
    where subject is null
    union all
    select
        unnest($taxonomies) as taxonomy,
        null as subject,
        age_days,
        resolved_n,
        otherwise_n,
        open_n
    from visible.resolution_cells($groups)
    where received_month between $from_month and $to_month
),

counted as (
    select
        taxonomy,
        subject,
        age_days,
        sum(resolved_n) as resolved_n,
        sum(otherwise_n) as otherwise_n,
        sum(open_n) as open_n
    from signed
    group by taxonomy, subject, age_days
    having sum(resolved_n + otherwise_n + open_n) > 0
),

sized as (
    select
        *,
        sum(resolved_n + otherwise_n + open_n) over (partition by taxonomy, subject) < $floor_n as is_suppressed,
        -- a suppressed subject must not show how its ages are spread: all its rows fold into one
        case when not is_suppressed then cast(age_days as bigint) end as shown_days
    from counted
)

select
    taxonomy,
    subject,
    shown_days as age_days,
    case when not is_suppressed then cast(sum(resolved_n) as bigint) end as resolved_n,
    case when not is_suppressed then cast(sum(otherwise_n) as bigint) end as otherwise_n,
    case when not is_suppressed then cast(sum(open_n) as bigint) end as open_n,
    is_suppressed
from sized
group by taxonomy, subject, shown_days, is_suppressed
order by taxonomy, subject nulls last, shown_days
