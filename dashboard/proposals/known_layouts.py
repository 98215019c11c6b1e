"""Public layouts that hold no rows of any dataset, though they look like it. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """A layout by header names (plain form) that only it has, and what to say of such a file."""

    headers: tuple[str, ...]
    what: str


LAYOUTS = (
    Layout(
        ("1 very good sum", "5 very poor sum"),
        "It looks like an FFT ward file: counts of answers by ward and month, not one row an "
        "answer, and no dataset holds such counts yet. Import the answers themselves as surveys.",
    ),
    Layout(
        ("very good", "very poor"),
        "It looks like counts of FFT answers by unit and month, not one row an answer, and no "
        "dataset holds such counts yet. Import the answers themselves as surveys.",
    ),
    Layout(
        ("hcahps measure id", "hcahps answer percent"),
        "It looks like published HCAHPS results by hospital: shares, not one row an answer. "
        "Import the vendor's file of answers as surveys.",
    ),
    Layout(
        ("measure id", "top box percentage"),
        "It looks like published HCAHPS results: shares, not one row an answer. Import the "
        "vendor's file of answers as surveys.",
    ),
    Layout(
        ("completed surveys", "response rate"),
        "It looks like published HCAHPS response rates by hospital: not one row an answer.",
    ),
    Layout(
        ("organisation code", "number of beds", "effective snapshot date"),
        "It looks like KH03: occupied beds on the average of a quarter by sector. These are no bed "
        "days, so they are no denominator. Import bed days by unit and month as activity.",
    ),
    Layout(
        ("complaints total resolved", "complaints total new"),
        "It looks like the KO41a return: totals by organization, not one row a complaint.",
    ),
)
