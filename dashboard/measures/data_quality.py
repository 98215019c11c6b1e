"""The quality of what sources send, over time: how late, how much refused, which columns. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.contracts.registry import DATASETS
from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.publications import NAMES
from dashboard.measures.result import COUNT, DAY, NUMBER, TEXT, Columns, table_of
from dashboard.measures.verdicts import Verdict
from dashboard.store.records import Extract

FEW_BEFORE = 2  # earlier extracts of a source from which a usual number of rows is told
FEWER_BY = 0.30  # data-contract.md "Findings": fewer rows than usual
MOST_REFUSED = 0.05
MOST_ON_DAY_ZERO = 0.20
MEASURES = {
    "days_late": "Days late",
    "refused_share": "Refused",
    "rows_share": "Rows, of the usual",
    "day_zero_share": "Closed on day 0",
}
"""What is drawn over time, with its title; all but the first are shares."""
FAR_OFF = {
    "refused_share": "of the rows refused",
    "rows_share": "of the usual rows",
    "day_zero_share": "closed on the day of receipt",
}
"""How a sentence goes on after a share that is out of the ordinary."""

POINTS: Columns = {
    "source": TEXT,
    "number": TEXT,
    "on": DAY,
    "value": NUMBER,
    "said": TEXT,
    "is_far_off": pa.bool_(),
}
SOURCES: Columns = {
    "dataset": TEXT,
    "source_system": TEXT,
    "extracts_n": COUNT,
    "as_of": DAY,
    "accepted_n": COUNT,
    "days_late": NUMBER,
    "refused_share": NUMBER,
    "rows_share": NUMBER,
    "day_zero_share": NUMBER,
    "columns_missing": TEXT,
}


@dataclass(frozen=True)
class DataQuality:
    """Each source's extracts over time, its newest one, and what is out of the ordinary."""

    points: pa.Table  # a row a source, number and day
    sources: pa.Table  # a row a source
    verdict: Verdict


def data_quality(extracts: Iterable[Extract], ask: Ask | None, floor_n: int = 0) -> DataQuality:
    """Follow the published extracts of each source; ask tells the share closed on day 0.

    Under the floor (of the board) a share of so few rows is not told.
    """
    sent: dict[tuple[str, str], list[Extract]] = {}
    for extract in sorted(extracts, key=lambda e: (e.as_of, e.uploaded_at)):
        sent.setdefault((extract.dataset, extract.source_system), []).append(extract)
    zero = {} if ask is None else _day_zero(ask, floor_n)
    points = [
        point for key, found in sorted(sent.items()) for point in _points(key, found, floor_n)
    ]
    points += [
        _point(("complaints", source), "day_zero_share", month, share)
        for source, months in sorted(zero.items())
        for month, share in months
    ]
    rows = [_source(key, found, zero, floor_n) for key, found in sorted(sent.items())]
    return DataQuality(table_of(POINTS, points), table_of(SOURCES, rows), _verdict(points, rows))


def _day_zero(ask: Ask, floor_n: int) -> dict[str, list[tuple[dt.date, float]]]:
    found: dict[str, list[tuple[dt.date, float]]] = {}
    for row in ask("publications/day_zero").to_pylist():
        if row["complaints_n"] >= max(floor_n, 1):
            share = row["day_zero_n"] / row["complaints_n"]
            found.setdefault(row["source_system"], []).append((row["month"], share))
    return found


def _points(
    key: tuple[str, str], found: list[Extract], floor_n: int
) -> Iterable[dict[str, object]]:
    for place, extract in enumerate(found):
        yield _point(key, "days_late", extract.as_of, days_late(extract))
        refused = refused_share(extract, floor_n)
        if refused is not None:
            n = extract.accepted + extract.refused
            yield _point(key, "refused_share", extract.as_of, refused, n)
        against = rows_share(extract, found[:place], floor_n)
        if against is not None:
            yield _point(key, "rows_share", extract.as_of, against)


def _point(
    key: tuple[str, str], number: str, on: dt.date, value: float, n: float = 0
) -> dict[str, object]:
    said = phrases.days(value) if number == "days_late" else phrases.percent(value, n)
    return {
        "source": _name(key),
        "number": number,
        "on": on,
        "value": value,
        "said": said,
        "is_far_off": _is_far_off(number, value),
    }


def _name(key: tuple[str, str]) -> str:
    return f"{NAMES.get(key[0], key[0]).capitalize()} of {key[1]}"


def _is_far_off(number: str, value: float) -> bool:
    return {
        "refused_share": value > MOST_REFUSED,
        "rows_share": value < 1 - FEWER_BY,
        "day_zero_share": value > MOST_ON_DAY_ZERO,
    }.get(number, False)


def days_late(extract: Extract) -> float:
    """Days from the day up to which an extract is complete to its upload."""
    return float(max((extract.uploaded_at.date() - extract.as_of).days, 0))


def refused_share(extract: Extract, floor_n: int = 0) -> float | None:
    """Refused of what was accepted or refused; skipped rows are the profile's own wish."""
    n = extract.accepted + extract.refused
    return extract.refused / n if n >= max(floor_n, 1) else None


def rows_share(extract: Extract, earlier: list[Extract], floor_n: int = 0) -> float | None:
    """Accepted rows against the median of the source's earlier extracts; None where few are."""
    if len(earlier) < FEW_BEFORE or extract.accepted < floor_n:
        return None
    usual = median(other.accepted for other in earlier)
    return extract.accepted / usual if usual else None


def _source(
    key: tuple[str, str],
    found: list[Extract],
    zero: Mapping[str, list[tuple[dt.date, float]]],
    floor_n: int,
) -> dict[str, object]:
    last = found[-1]
    months = zero.get(key[1], []) if key[0] == "complaints" else []
    return {
        "dataset": NAMES.get(key[0], key[0]),
        "source_system": key[1],
        "extracts_n": len(found),
        "as_of": last.as_of,
        "accepted_n": last.accepted if last.accepted >= floor_n else None,
        "days_late": days_late(last),
        "refused_share": refused_share(last, floor_n),
        "rows_share": rows_share(last, found[:-1], floor_n),
        "day_zero_share": months[-1][1] if months else None,
        "columns_missing": columns_missing(found),
    }


def columns_missing(found: list[Extract]) -> str:
    """Name the optional columns that the newest extract does not give, the lost ones first."""
    last, dataset = found[-1], DATASETS.get(found[-1].dataset)
    given = set(last.mapped_columns)
    before = set(found[-2].mapped_columns) if len(found) > 1 else set()
    lost = sorted(before - given)
    optional = [] if dataset is None else [c.name for c in dataset.columns]
    never = [name for name in optional if name not in given and name not in lost]
    said = [f"gone since the last extract: {', '.join(lost)}"] if lost else []
    said += [", ".join(never)] if never else []
    return "; ".join(said) or "none"


def _verdict(points: list[dict[str, object]], rows: list[dict[str, object]]) -> Verdict:
    """Name what the newest extracts have out of the ordinary, by the rules of the import."""
    if not rows:
        return verdicts.nothing("No source has sent anything yet.")
    newest: dict[tuple[object, object], dict[str, object]] = {}
    for point in points:
        newest[point["source"], point["number"]] = point
    far = [point for point in newest.values() if point["is_far_off"]]
    rule = (
        f"Out of the ordinary is: over {phrases.percent(MOST_REFUSED)} refused, "
        f"{phrases.percent(FEWER_BY)} fewer rows than usual, "
        f"over {phrases.percent(MOST_ON_DAY_ZERO)} closed on the day of receipt."
    )
    if not far:
        return verdicts.nothing("The newest extracts are as usual.", rule)
    by_source: dict[object, list[str]] = {}
    for point in far:
        by_source.setdefault(point["source"], []).append(
            f"{point['said']} {FAR_OFF[str(point['number'])]}"
        )
    said = "; ".join(f"{source}: {', '.join(found)}" for source, found in by_source.items())
    return Verdict("concern", f"Out of the ordinary: {phrases.lower_first(said)}.", rule)


def of_number(points: pa.Table, number: str) -> pa.Table:
    """Keep the points of one number."""
    return points.filter(pc.equal(points["number"], number))
