-- question: Which clock runs for which complaints?
-- page:     mart
-- params:   none
-- grain:    one row per contact type, complexity and stage that clocks tell apart
-- columns:  contact_type           VARCHAR  code    concern, complaint, grievance, pals_enquiry
--           complexity             VARCHAR  code    basic, regular, complex, not recorded
--           stage                  VARCHAR  name    in lower case; empty: every stage that is not named
--           clock_no               INTEGER  number  stands for what follows
--           is_from_consent        BOOLEAN  flag    the answer's clock starts at consent where that is needed
--           restarts_at_stage      BOOLEAN  flag    a later stage starts the answer's clock anew
--           acknowledge_within     VARCHAR  text    such as 3 working days; null: no such clock
--           answer_within          VARCHAR  text    likewise
--           answer_at_the_latest   VARCHAR  text    to which an answer may be put off
--           spoken_resolved_within VARCHAR  text    spoken complaints that are resolved by then are outside
select
    contact_type,
    complexity,
    stage,
    cast(clock_no as integer) as clock_no,
    is_from_consent,
    restarts_at_stage,
    cast(acknowledge_within as varchar) as acknowledge_within,
    cast(answer_within as varchar) as answer_within,
    cast(answer_at_the_latest as varchar) as answer_at_the_latest,
    cast(spoken_resolved_within as varchar) as spoken_resolved_within
from store.clocks
order by contact_type asc nulls last, complexity asc nulls last, stage asc nulls last
