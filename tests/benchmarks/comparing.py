"""Asks the three for the same and compares: answers must be equal, times are only told."""

import datetime as dt
from dataclasses import dataclass

from dashboard.mart.open import Mart
from tests.benchmarks import in_pandas, in_polars, limits, ours, questions
from tests.benchmarks.in_pandas import Frames
from tests.benchmarks.prepared import Rows
from tests.benchmarks.questions import Answer, Filter, month_number
from tests.benchmarks.timing import Took, medians

SHOWN_DIFFERENCES = 3


@dataclass(frozen=True)
class Row:
    """What all questions took under one filter; limit: milliseconds that memory allows."""

    filter: str
    ours: Took
    again: Took
    pandas: Took
    polars: Took
    limit: float


@dataclass(frozen=True)
class Peers:
    """The same rows, ready in memory, for those we are compared with."""

    rows: Rows
    frames: Frames


def filters(rows: Rows, as_of: dt.date) -> tuple[Filter, ...]:
    """No filter, the largest unit, the last whole quarter, the most frequent channel."""
    last = month_number(as_of + dt.timedelta(days=1)) - 1
    unit, channel = (
        rows.complaints[name].cast(str).value_counts(sort=True)[name][0]
        for name in ("unit", "channel")
    )
    return (
        Filter("no filter"),
        Filter("one unit", unit=unit),
        Filter("a quarter", months=(last - 2, last)),
        Filter("one channel", channel=channel),
    )


def measured(
    mart: Mart, peers: Peers, chosen: Filter, repeats: int, bytes_per_second: float
) -> Row:
    """Time the three, taking turns, and ours from memory; and say what the machine allows."""
    asking, remembering = ours.asking(mart), ours.remembering(mart)
    params = ours.chosen_params(asking, chosen)
    ours.ask(remembering, chosen)
    needed = sum(limits.bytes_needed(mart, query, params) for query in ours.PARTS)
    found = medians(
        {
            "ours": lambda: ours.ask(asking, chosen),
            "again": lambda: ours.ask(remembering, chosen),
            "polars": lambda: in_polars.ask(peers.rows, chosen),
            "pandas": lambda: in_pandas.ask(peers.frames, chosen),
        },
        repeats,
    )
    return Row(chosen.name, **found, limit=needed / bytes_per_second * 1e3)


def differences(mart: Mart, peers: Peers, chosen: Filter) -> list[str]:
    """Where the three don't say the same."""
    our = ours.answers(ours.ask(ours.asking(mart), chosen))
    theirs = {
        "pandas": in_pandas.answers(in_pandas.ask(peers.frames, chosen)),
        "polars": in_polars.answers(in_polars.ask(peers.rows, chosen)),
    }
    return [
        f"{chosen.name}: {query} by {name}: {line}"
        for name, answers in theirs.items()
        for query in our
        for line in _first(our[query], answers[query])
    ]


def _first(our: Answer, their: Answer) -> list[str]:
    if not our:
        return ["no answer at all"]
    return questions.differences(our, their)[:SHOWN_DIFFERENCES]
