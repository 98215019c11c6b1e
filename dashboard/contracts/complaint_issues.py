"""Subjects of complaints: what each is about; one complaint may have several."""

from dashboard.contracts.column import Column, Type
from dashboard.contracts.complaints import COMPLAINTS
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules import complaint_issues
from dashboard.contracts.taxonomies import TAXONOMIES

COMPLAINT_ISSUES = Dataset(
    name="complaint_issues",
    question="What is a complaint about?",
    key=("complaint_id", "taxonomy", "code"),
    can_replace_period=False,
    columns=(
        Column("complaint_id", Type.TEXT, "The number of the complaint in its own source",
               required=True, aliases=COMPLAINTS.column("complaint_id").aliases),
        Column("taxonomy", Type.TEXT, "The list that the code is of", required=True,
               allowed=tuple(TAXONOMIES), aliases=("code system", "coding scheme", "framework")),
        Column("code", Type.TEXT, "What it is about, in the taxonomy's words", required=True,
               is_subject=True,
               aliases=("subject", "subject area", "subject_area", "subject (ko41a)",
                        "com_subject", "com_subject1", "csu_subject", "issue", "issue type",
                        "subject of complaint", "hcat category", "complaint category")),
        Column("domain", Type.TEXT, "The group of subjects it belongs to",
               aliases=("hcat domain", "subject group", "theme")),
        Column("severity", Type.SMALL, "HCAT severity of this subject", minimum=0, maximum=3,
               aliases=("hcat severity", "issue severity", "subject severity")),
        Column("is_primary", Type.BOOLEAN, "The complaint's main subject; one a taxonomy",
               aliases=("primary", "primary subject", "main subject", "is main", "primary issue",
                        "lead subject")),
    ),
    rules=complaint_issues.RULES,
)  # fmt: skip
