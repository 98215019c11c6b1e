"""The figures as Markdown tables: they read well in a terminal and can be put into README.md."""

from collections.abc import Iterable, Sequence

from tests.benchmarks.comparing import Row
from tests.benchmarks.material import Work
from tests.benchmarks.pages import Page
from tests.benchmarks.variation import Line

BUDGET_MS = 100  # all questions, without a filter
BUDGET_TIMES = 10  # faster than pandas


def questions_table(rows: Iterable[Row], answers_n: int) -> str:
    """Ours beside pandas, polars and what memory allows, a line a filter."""
    return _table(
        f"{answers_n} answers, ms | ours | again | pandas | × | polars | × | limit | ours / limit",
        (
            f"{row.filter} | {row.ours.clock:.0f} | {row.again.clock:.1f} "
            f"| {row.pandas.clock:,.0f} | {row.pandas.clock / row.ours.clock:.1f} "
            f"| {row.polars.clock:,.0f} | {row.polars.clock / row.ours.clock:.1f} "
            f"| {row.limit:.3f} | {row.ours.clock / row.limit:,.0f}"
            for row in rows
        ),
    )


def processor_table(rows: Iterable[Row]) -> str:
    """The same in time of processors, which other work on the machine lengthens far less."""
    return _table(
        "processor time, ms | ours | pandas | × | polars | ×",
        (
            f"{row.filter} | {row.ours.processors:.0f} "
            f"| {row.pandas.processors:,.0f} | {row.pandas.processors / row.ours.processors:.1f} "
            f"| {row.polars.processors:,.0f} | {row.polars.processors / row.ours.processors:.1f}"
            for row in rows
        ),
    )


def budget(rows: Sequence[Row]) -> str:
    """Say whether the budgets are kept; nothing fails for time."""
    times = {row.filter: row.pandas.clock / row.ours.clock for row in rows}
    unfiltered, slowest = rows[0].ours.clock, min(times, key=lambda name: times[name])
    return (
        f"Budget without a filter {BUDGET_MS} ms: {_kept(unfiltered <= BUDGET_MS)} "
        f"({unfiltered:.0f} ms). At least {BUDGET_TIMES} × faster than pandas: "
        f"{_kept(times[slowest] >= BUDGET_TIMES)} ({times[slowest]:.0f} × with {slowest})."
    )


def pages_table(pages: Iterable[Page]) -> str:
    """Whole pages, a line each."""
    lines = (f"{page.name} | {page.opened:,.0f} | {page.again:,.0f}" for page in pages)
    return _table("page, ms in the server | nothing remembered | run again", lines)


def variation_table(lines: Iterable[Line]) -> str:
    """Curves, control charts and funnel, each alone and together, beside the peer."""
    return _table(
        "ms | by the clock | of processors",
        (f"{line.name} | {line.took.clock:.0f} | {line.took.processors:.0f}" for line in lines),
    )


def works_table(works: Iterable[Work]) -> str:
    """What is done once."""
    return _table(
        "work | s | of processors, s | peak MB | size",
        (
            f"{work.name} | {work.seconds:.1f} | {work.processor_seconds:.1f} "
            f"| {work.peak_mb:,.0f} | {work.note}"
            for work in works
        ),
    )


def _table(header: str, lines: Iterable[str]) -> str:
    first, *numbers = [name.strip() for name in header.split("|")]
    rule = " | ".join(["---", *("---:" for _ in numbers)])
    heading = " | ".join([first, *numbers])
    return "\n".join(f"| {line} |" for line in (heading, rule, *lines))


def _kept(is_kept: bool) -> str:
    return "kept" if is_kept else "NOT kept"
