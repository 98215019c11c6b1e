-- question: How do all respondents answer? (guarded; names no unit)
-- page:     all
-- params:   none
create view visible.hospital_survey_cells as
select *
from mart.hospital_survey_cells
