"""Rules about the subjects of complaints: a code its taxonomy knows, one primary, a complaint."""

from dashboard.contracts.rules.rule import FOUND_BY_THE_INTAKE, Rule, Severity
from dashboard.contracts.taxonomies import TAXONOMIES


def _unknown_codes() -> str:
    """Condition for a code that its taxonomy doesn't hold; a list without codes takes any."""
    parts = []
    for taxonomy, subjects in TAXONOMIES.items():
        if subjects:
            codes = ", ".join(f"'{subject.code}'" for subject in subjects)
            parts.append(f"taxonomy = '{taxonomy}' and code not in ({codes})")
    return " or ".join(parts)


CODE_NOT_IN_TAXONOMY = Rule(
    rule_id="code_not_in_taxonomy",
    severity=Severity.ERROR,
    columns=("code", "taxonomy"),
    broken_when=_unknown_codes(),
    message="{code} is no subject of {taxonomy}.",
    how_to_fix=(
        "Use the taxonomy's own words, translate yours by values in the profile, or give "
        "taxonomy local for the hospital's own list."
    ),
)
SECOND_PRIMARY = Rule(
    rule_id="second_primary",
    severity=Severity.WARNING,
    columns=("is_primary", "complaint_id"),
    broken_when=(
        "is_primary and line > min(line) filter (is_primary)"
        " over (partition by source_system, complaint_id, taxonomy)"
    ),
    message="Complaint {complaint_id} has another primary subject in an earlier row.",
    how_to_fix="The first one counts as primary. Mark one subject of a complaint alone.",
)
COMPLAINT_NOT_KNOWN = Rule(
    rule_id="complaint_not_known",
    severity=Severity.WARNING,
    columns=("complaint_id",),
    broken_when=FOUND_BY_THE_INTAKE,
    message="Complaint {complaint_id} is in no extract of this source.",
    how_to_fix=(
        "Import the complaints of the same source, or correct the number. Until its complaint is "
        "there, the subject counts nowhere."
    ),
)

RULES = (CODE_NOT_IN_TAXONOMY, SECOND_PRIMARY, COMPLAINT_NOT_KNOWN)
