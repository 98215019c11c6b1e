"""What complaints are about."""

from dashboard.measures.definitions.groups import (
    COMPLAINT_COLUMNS,
    COMPLAINT_WHERE,
    COMPLAINTS,
    PLACES,
    REVIEW,
)
from dashboard.measures.measure import Measure
from dashboard.measures.subjects import complaints_by_subject

MEASURES = (
    Measure(
        name="complaints_by_subject",
        title="What complaints are about",
        question="What share of complaints is about which subject?",
        formula=(
            "Complaints with the subject / complaints with any subject of the taxonomy; a "
            "complaint counts once under each of its subjects, so shares add up to more than 1. "
            "--where is_primary=true counts primary subjects alone; primary_n and primary_share "
            "stand beside. Each taxonomy (HCAT, KO41a, local) by itself; Wilson interval."
        ),
        applies_to=COMPLAINTS,
        direction="none",
        unit="share",
        excluded=(("not coded", "complaints without any subject of the taxonomy, counted beside"),),
        guard=(
            "The newest complaints are often not coded yet: read the number beside. "
            "No ranking of units; severity and harm are not counted."
        ),
        source=(
            "HCAT: Gillespie & Reader 2016, doi:10.1136/bmjqs-2015-004596; KO41a: NHS England "
            "Digital, data on written complaints 2024-25; Wilson 1927"
        ),
        floor_n_of="complaints with any subject; the board is shown no subject under it either",
        version="1",
        next_review=REVIEW,
        needs={
            "complaints": ("received_at",),
            "complaint_issues": ("complaint_id", "taxonomy", "code"),
        },
        groups=(*PLACES, *COMPLAINT_COLUMNS),
        columns=COMPLAINT_WHERE,
        answer=complaints_by_subject,
        more_in_json=("subject", "taxonomy", "primary_n", "primary_share"),
    ),
)
