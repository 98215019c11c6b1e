"""Rules whose breach no single row shows: the intake looks at the extract, and at what came before.

A message takes what the intake found; most of these are warnings about the file as a whole.
"""

from dashboard.contracts.rules.rule import FOUND_BY_THE_INTAKE, Rule, Severity

FILE_REFUSED = Rule(
    rule_id="file_refused",
    severity=Severity.ERROR,
    columns=("",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="{why}",
    how_to_fix="Correct it, then import the file again.",
)
TOO_MANY_FIELDS = Rule(
    rule_id="too_many_fields",
    severity=Severity.ERROR,
    columns=("",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="The row has more fields than the header has columns.",
    how_to_fix="Put a field that contains the delimiter in quotes.",
)
FORMULA_ERROR = Rule(
    rule_id="formula_error",
    severity=Severity.ERROR,
    columns=("",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="A formula has failed here: the cell holds an error in place of a value.",
    how_to_fix=(
        "Correct the formula, or put the value in its place; where the error only means that "
        "nothing is known, let null_values of the profile name it."
    ),
)
UNSEEN_UNIT = Rule(
    rule_id="unseen_unit",
    severity=Severity.WARNING,
    columns=("unit_id",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="No unit or alias of that day is called {unit_id}; the row counts as not assigned.",
    how_to_fix=(
        "Import the unit or an alias for it, or let the profile say register = true in [units]."
    ),
)
MANY_CLOSED_ON_DAY_0 = Rule(
    rule_id="many_closed_on_day_0",
    severity=Severity.WARNING,
    columns=("closed_at",),
    broken_when=FOUND_BY_THE_INTAKE,
    message=(
        "{at_once} of {ended} ended cases ({share}) were closed on the day they were received."
    ),
    how_to_fix="Check whether closed_at is the closing, or the day it was typed in.",
)
MONTH_WITHOUT_ROWS = Rule(
    rule_id="month_without_rows",
    severity=Severity.WARNING,
    columns=("",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="There is no row of {month}.",
    how_to_fix="Check the export's filter.",
)
FEWER_ROWS = Rule(
    rule_id="fewer_rows",
    severity=Severity.WARNING,
    columns=("",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="{accepted} rows, where the last extract of {source} ({file}) had {before}.",
    how_to_fix="Check that the export is complete.",
)
CLOSED_CASE_OPEN_AGAIN = Rule(
    rule_id="closed_case_open_again",
    severity=Severity.WARNING,
    columns=("status",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="Complaint {complaint_id} was closed in an earlier extract and is open again.",
    how_to_fix="If it was reopened, give status reopened with reopened_at and first_closed_at.",
)
OPEN_CASE_MISSING = Rule(
    rule_id="open_case_missing",
    severity=Severity.WARNING,
    columns=("complaint_id",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="Complaint {complaint_id} was open before and is no longer in the file.",
    how_to_fix=(
        "If the file holds only new cases, this is expected: it stays open as last seen. "
        "Else export all open cases, too."
    ),
)
NO_LINK_KEY = Rule(
    rule_id="no_link_key",
    severity=Severity.WARNING,
    columns=("patient_link_key",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="No key is set to make link keys with: nothing is linked, and the number is not kept.",
    how_to_fix=(
        "Set DASHBOARD_LINK_KEY, the same for every file, and import the file again; or take "
        "patient_link_key out of the profile."
    ),
)

RULES = (
    FILE_REFUSED,
    TOO_MANY_FIELDS,
    FORMULA_ERROR,
    UNSEEN_UNIT,
    MANY_CLOSED_ON_DAY_0,
    MONTH_WITHOUT_ROWS,
    FEWER_ROWS,
    CLOSED_CASE_OPEN_AGAIN,
    OPEN_CASE_MISSING,
    NO_LINK_KEY,
)
