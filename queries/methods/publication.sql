-- question: Which publication is shown, and how new is it?
-- page:     methods
-- params:   none
-- grain:    one row
-- columns:  publication   BIGINT     -  its number
--           published_at  TIMESTAMP  -  when it was published, UTC
--           published_by  VARCHAR    -  by whom
--           reason        VARCHAR    -  import, rollback or withdraw
--           note          VARCHAR    -  what was said about it
--           as_of         DATE       -  the latest day to which one of its sources is complete
select
    publication,
    published_at,
    published_by,
    reason,
    note,
    as_of
from visible.publication
