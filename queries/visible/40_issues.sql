-- question: What are the complaints about that the viewer may see?
-- page:     all
-- params:   none
create view visible.issues as
select issues.*
from mart.issues as issues
semi join visible.complaints as cases
    on
        issues.source_system = cases.source_system
        and issues.complaint_id = cases.complaint_id
