"""What complaints are about and, once opened, how long each subject takes. No arithmetic."""

from dashboard.access.viewer import Viewer
from dashboard.charts import subjects as charts
from dashboard.measures import subjects
from dashboard.measures.selection import Selection
from dashboard.session import remember
from dashboard.widgets import drawing

NONE_CODED = "none coded"


def show(viewer: Viewer, chosen: Selection, *, key: str) -> None:
    """Draw the share of complaints about each subject, and behind it how long each takes."""
    figure = remember(subjects.subjects, viewer, chosen)
    drawing.show(
        figure,
        charts.complaints_by_subject,
        figure.rows_n,
        figure.is_part,
        key=key,
        title="What are complaints about?",
        about=f"Share of coded complaints by subject ({figure.taxonomy or NONE_CODED})",
        say=True,
    )
    days_by_subject(viewer, chosen, key=f"{key}_days")


def days_by_subject(viewer: Viewer, chosen: Selection, *, key: str) -> None:
    """Offer the days until half of each subject's complaints are resolved; folded."""
    with drawing.part("How long does each subject take?", key=key) as is_open:
        if is_open:
            figure = remember(subjects.resolution_by_subject, viewer, chosen)
            drawing.show(
                figure,
                charts.resolution_by_subject,
                figure.rows_n,
                key=key,
                title="How long does each subject take?",
                about="Days until half are resolved, open complaints counted, by subject "
                f"({figure.taxonomy or NONE_CODED})",
                say=True,
            )
