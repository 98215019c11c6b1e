-- question: How long may an acknowledgement and an answer take, for which complaints?
-- page:     methods
-- params:   none
-- grain:    one row per contact type, complexity and stage that clocks tell apart
-- columns:  contact_type            VARCHAR  -  concern, complaint, grievance, pals_enquiry
--           complexity              VARCHAR  -  basic, regular, complex, not recorded
--           stage                   VARCHAR  -  in lower case; empty: every stage that is not named
--           acknowledge_within      VARCHAR  -  such as 3 working days; null: no such clock
--           answer_within           VARCHAR  -  likewise
--           answer_at_the_latest    VARCHAR  -  to which an answer may be put off
--           spoken_resolved_within  VARCHAR  -  spoken complaints that are resolved by then are outside
--           is_from_consent         BOOLEAN  -  the answer's clock starts at consent where that is needed
--           restarts_at_stage       BOOLEAN  -  a later stage starts the answer's clock anew
select
    contact_type,
    complexity,
    stage,
    acknowledge_within,
    answer_within,
    answer_at_the_latest,
    spoken_resolved_within,
    is_from_consent,
    restarts_at_stage
from visible.clocks
order by contact_type, complexity, stage
