-- question: How many complaints were open at each month's end, and how long had they waited?
-- page:     timeliness
-- params:   $groups INTEGER[]     kinds of complaints chosen, by number (filters/case_groups)
--           $from_on DATE         first day that is looked at; complaints of any day of receipt count
--           $to_on DATE           last day that is looked at
--           $floor_n BIGINT       with fewer complaints received by then the counts are null; 0 hides nothing
-- grain:    one row per day (a month's end, or the newest as-of) and days waited; a day on which nobody waits has one
-- columns:  day_on          DATE     day         last day of a month, or the newest as-of of all sources
--           waiting_band    VARCHAR  days        0-7, 8-30, 31-90, 91-182, over 182; null where nobody waits
--           open_n          BIGINT   complaints  open then, as far as its source carried them
--           not_heard_of_n  BIGINT   complaints  open when last seen, and not carried by the source since
--           received_n      BIGINT   complaints  received up to the end of that day's month, open or not
--           is_suppressed   BOOLEAN  -           whether fewer than $floor_n were received
with

received as (
    select
        received_month,
        sum(complaints_n) as complaints_n
    from visible.received_cells($groups)
    group by received_month
),

-- a day on which nobody of the chosen waits has no cell: the days are those of the calendar
newest as (
    select max(as_of) as last_on
    from visible.sources
    where dataset = 'complaints'
),

ends as (
    select last_day(day) as day_on
    from visible.days
    where last_day(day) <= (select newest.last_on from newest)
    union
    select last_on as day_on
    from newest
),

chosen as (
    select day_on
    from ends
    where day_on between $from_on and $to_on
),

sized as (
    select
        chosen.day_on,
        sum(received.complaints_n) as received_n
    from chosen
    inner join received on chosen.day_on >= received.received_month
    group by chosen.day_on
),

guarded as (
    select
        day_on,
        case when received_n >= $floor_n then cast(received_n as bigint) end as received_n
    from sized
),

waiting as (
    select
        day_on,
        waiting_band,
        sum(complaints_n) filter (where is_heard_of) as open_n,
        sum(complaints_n) filter (where not is_heard_of) as not_heard_of_n
    from visible.backlog_cells($groups)
    where day_on between $from_on and $to_on
    group by day_on, waiting_band
)

select
    guarded.day_on,
    waiting.waiting_band,
    case when guarded.received_n is not null then cast(coalesce(waiting.open_n, 0) as bigint) end as open_n,
    case
        when guarded.received_n is not null then cast(coalesce(waiting.not_heard_of_n, 0) as bigint)
    end as not_heard_of_n,
    guarded.received_n,
    guarded.received_n is null as is_suppressed
from guarded
left join waiting
    on
        guarded.day_on = waiting.day_on
        and guarded.received_n is not null
order by guarded.day_on, waiting.waiting_band
