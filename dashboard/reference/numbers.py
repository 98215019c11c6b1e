"""The measures in words, as their cards say them."""

from dashboard.measures.measure import Measure
from dashboard.measures.registry import MEASURES
from dashboard.reference.markdown import bullets, codes, page

DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "none": "none"}


def measures() -> str:
    """Every measure with what it counts, leaves out and may be grouped by."""
    return page(
        "## Measures\n\nAsked by `python -m dashboard measure NAME`. Shares are 0–1; n under the "
        "floor (setting `floor_n`) is “too few”.",
        *map(_measure, MEASURES.values()),
    )


def _measure(measure: Measure) -> str:
    left_out = "; ".join(f"{what} ({why})" for what, why in measure.excluded)
    joined = " or " if measure.either_of else "; "
    needs = joined.join(f"{name}: {codes(columns)}" for name, columns in measure.needs.items())
    return page(
        f"### {measure.name}\n\n{measure.title}. {measure.question}",
        bullets(
            [
                ("formula", measure.formula),
                ("applies to", measure.applies_to),
                ("unit", f"{measure.unit}; direction: {DIRECTIONS[measure.direction]}"),
                ("n", measure.floor_n_of),
                ("leaves out", left_out),
                ("mind", measure.guard),
                ("needs", needs),
                ("also in `--json`", codes(measure.more_in_json)),
                ("groups for `--by`", codes(measure.groups)),
                ("columns for `--where`", codes(measure.columns)),
                ("adds up over units", "yes" if measure.sums_over_units else "no"),
                ("source", measure.source),
                ("version", f"{measure.version}, next review {measure.next_review.isoformat()}"),
            ]
        ),
    )
