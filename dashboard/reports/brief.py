"""The monthly brief: one page for the board, or for a unit, from the pages' own figures.

It says what is going on by the same verdicts, and "nothing unusual" where that is true.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dashboard.charts import control_chart as control_charts
from dashboard.errors import Refused
from dashboard.mart.catalog import Ask
from dashboard.measures import overview, phrases, unit, words
from dashboard.measures.matters import Matters, what_matters
from dashboard.measures.organization import is_part
from dashboard.measures.selection import Selection, month_end, months_before
from dashboard.measures.subjects import subjects
from dashboard.measures.variation import control_chart
from dashboard.measures.verdicts import Verdict
from dashboard.measures.worklist import PRESSING, SOON_DAYS, Desk, Worklist, worklist
from dashboard.reports import page
from dashboard.reports.page import Html
from dashboard.reports.pictures import svg
from dashboard.settings import Standards

MONTHS_SHOWN = 24
FINDINGS, CASES, SUBJECTS = 4, 7, 6
"""What fits on one page of A4, and what a reader keeps in mind."""
PICTURE_WIDTH, PICTURE_HEIGHT = 470, 250  # a column takes 70 % of it: words as small as its caption
CHARTED = "resolved_within"
BOUNDS = ("value", "lower_limit", "upper_limit")
NOTHING_YET = "no month has been followed long enough for a point yet."
AUDIENCES = {"internal": "for internal use", "board": "for the board"}


@dataclass(frozen=True)
class Occasion:
    """Whose brief it is, of which month and of which publication."""

    organization: str
    whole: str  # whom it is about: the unit's name, or all units
    month: dt.date  # its first day
    publication: int
    as_of: dt.date | None
    is_sample: bool = False


def month_of(ask: Ask, as_of: dt.date | None, wanted: dt.date | None = None) -> dt.date:
    """The first day of the month that a brief is about: the one wanted, else the last full one.

    Raises:
        Refused: the viewer has no complaint and no survey response, or none up to that month.
    """
    span = ask("filters/span").to_pylist()[0]
    first, last = span["first_on"], span["last_on"]
    if first is None:
        raise Refused("There is no complaint and no survey response here to write a brief about.")
    if wanted is None:
        return min(_last_full_month(as_of or last), last).replace(day=1)
    if not first.replace(day=1) <= wanted <= last:
        raise Refused(
            f"There are no data of {wanted:%B %Y}: complaints and survey responses reach from "
            f"{first:%B %Y} to {last:%B %Y}."
        )
    return wanted


def _last_full_month(as_of: dt.date) -> dt.date:
    return as_of if as_of == month_end(as_of) else months_before(as_of, 1)


def brief(
    ask: Ask,
    selection: Selection,
    standards: Standards,
    *,
    occasion: Occasion,
    desk: Desk,
) -> str:
    """Write the brief as one page of HTML.

    Args:
        ask: answers as the reader may see it.
        selection: the units; its period is set here, to the months up to the occasion's.
        standards: with the audience for which the page is suppressed.
        occasion: whose brief it is and of when.
        desk: the day from which the days left are counted; links to cases.
    """
    shown = replace(
        selection,
        from_on=months_before(occasion.month, MONTHS_SHOWN - 1),
        to_on=month_end(occasion.month),
        by=None,
    )
    matters = what_matters(ask, shown, standards)
    unusual = _unusual(ask, shown, standards, matters)
    # of cases and findings so many as one sheet holds together
    cases_n = CASES + 1 - max(min(len(unusual), FINDINGS), 1)
    parts = [
        _heading(occasion, standards),
        page.section("What stands out", *_findings(unusual, matters, occasion)),
        *_cases(ask, shown, standards, occasion, desk, cases_n),
        page.element(
            "div",
            _months(ask, shown, standards),
            page.element("div", *_subjects(ask, shown, standards), _answers(ask, shown, standards)),
            class_="side",
        ),
        _numbers(ask, shown, standards),
        _sources(ask, standards, occasion),
    ]
    main = page.element("main", *parts)
    title = f"{occasion.organization}: monthly brief, {occasion.month:%B %Y}, {occasion.whole}"
    return page.document(title, [main], page.styles_of(Path(__file__).with_name("brief.css")))


def _heading(occasion: Occasion, standards: Standards) -> Html:
    sample = "synthetic sample data · " if occasion.is_sample else ""
    about = (
        f"{sample}{occasion.organization} · data as of {words.day(occasion.as_of)} · "
        f"publication {occasion.publication} · {AUDIENCES[standards.audience]}"
    )
    return page.element(
        "header",
        page.element("h1", page.text(f"{occasion.whole}: brief for {occasion.month:%B %Y}")),
        page.element("p", page.text(about), class_="about"),
    )


def _unusual(
    ask: Ask, selection: Selection, standards: Standards, matters: Matters
) -> list[Verdict]:
    """What has changed in all that is shown, then what matters of its units."""
    unusual = list(matters.found)
    whole = control_chart(ask, selection, standards, CHARTED).verdict
    if whole.kind in page.SIGNS and not _is_named(whole, unusual):
        unusual.insert(0, whole)
    return unusual


def _findings(unusual: list[Verdict], matters: Matters, occasion: Occasion) -> Iterator[Html]:
    """What is unusual, or that nothing is; then how many findings chance alone would give."""
    if unusual:
        items = [page.finding(verdict) for verdict in unusual[:FINDINGS]]
        yield page.element("ul", *items, class_="findings")
    else:
        calm = f"Nothing unusual in {occasion.month:%B %Y}."
        yield page.element("p", page.text(calm), class_="sentence")
    if len(unusual) > FINDINGS:
        more = f"{len(unusual) - FINDINGS} more on the page overview."
        yield page.element("p", page.text(more), class_="caption")
    if matters.verdict.detail:
        yield page.element("p", page.text(matters.verdict.detail), class_="detail")


def _is_named(verdict: Verdict, among: list[Verdict]) -> bool:
    """Whether a verdict about one unit is there already, from the look at every unit."""
    return any(
        (one.measure, one.sentence) == (verdict.measure, verdict.sentence)
        or (verdict.unit_id is not None and one.unit_id == verdict.unit_id)
        for one in among
    )


def _answers(ask: Ask, selection: Selection, standards: Standards) -> Html:
    """The overview's other questions, each with its answer; the picture has the first one's."""
    answers = overview.headlines(ask, selection, standards)
    items = [
        page.element("li", page.text(answer.verdict.sentence))
        for answer in (answers.loyal, answers.silent)
    ]
    heading = "Do patients stay with us, and who stays silent?"
    return page.section(heading, page.element("ul", *items, class_="findings plain"))


def _cases(
    ask: Ask,
    selection: Selection,
    standards: Standards,
    occasion: Occasion,
    desk: Desk,
    cases_n: int,
) -> Iterator[Html]:
    """The unit's cases that are due; the board sees none, and a past month has none any more."""
    is_newest = occasion.as_of is None or months_before(occasion.as_of, 1) <= occasion.month
    if standards.audience == "board" or not is_part(ask, selection) or not is_newest:
        return
    listed = worklist(ask, selection, standards, desk=desk)
    yield page.section(
        "Cases due",
        page.element("p", page.text(listed.verdict.sentence), class_="sentence"),
        page.element("p", page.text(listed.freshness.sentence), class_="caption"),
        *_case_rows(listed, cases_n),
    )


def _case_rows(listed: Worklist, cases_n: int) -> Iterator[Html]:
    due = [case for case in listed.table.to_pylist() if case["due"] in PRESSING]
    if not due:
        return
    yield page.table(
        ("Complaint", "Due", "What to do next"),
        [
            (
                page.text(case["complaint_id"]),
                page.text(words.day(case["due_on"])),
                page.text(case["next_step"]),
            )
            for case in due[:cases_n]
        ],
    )
    if len(due) > cases_n:
        rest = f"and {phrases.count(len(due) - cases_n)} more past or due within {SOON_DAYS} days."
        yield page.element("p", page.text(rest), class_="caption")


def _months(ask: Ask, selection: Selection, standards: Standards) -> Html:
    """The control chart of the share resolved within the standard, as on the pages."""
    chart = control_chart(ask, selection, standards, CHARTED)
    heading = "How quickly do we put things right?"
    if not any(value is not None for value in chart.table["value"].to_pylist()):
        return page.section(heading, page.element("p", page.text(words.sentence(NOTHING_YET))))
    bounds = [
        value for name in BOUNDS for value in chart.table[name].to_pylist() if value is not None
    ]
    within = f"Resolved within {phrases.days(standards.resolved_within_days)}"
    spec = control_charts.control_chart(
        within,
        chart.value_unit,
        chart.direction,
        chart.kind,
        chart.standard,
        control_charts.is_narrow(bounds, chart.value_unit),
    )
    return page.figure(
        svg(
            spec | {"height": PICTURE_HEIGHT},
            chart.table,
            width=PICTURE_WIDTH,
            alt=chart.in_words,
            name=CHARTED,
        ),
        heading,
        f"{within}, by month of receipt; higher is better. {chart.why}",
    )


def _subjects(ask: Ask, selection: Selection, standards: Standards) -> Iterator[Html]:
    """The subjects that most complaints of the last year are about."""
    year = replace(selection, from_on=months_before(selection.to_day, 11))
    found = subjects(ask, year, standards)
    rows = [row for row in found.table.to_pylist() if row["share"] is not None][:SUBJECTS]
    if not rows:
        return
    cells = [
        (
            page.text(row["subject"]),
            page.text(phrases.percent(row["share"], row["n"] or 0)),
            page.text(_between(row | {"unit": "share"})),
            page.text(phrases.count(row["complaints_n"])),
        )
        for row in rows
    ]
    period = phrases.span(year.from_day, year.to_day)
    yield page.section(
        "What are complaints about?",
        page.element(
            "p",
            page.text(
                f"Share of the complaints coded by {found.taxonomy}, {period}; "
                "one may be about several"
            ),
            class_="caption",
        ),
        page.table(("Subject", "Share", "95 % interval", "n"), cells, numbers=(1, 2, 3)),
    )


def _numbers(ask: Ask, selection: Selection, standards: Standards) -> Html:
    """The scorecard of the last year, a line a number; a star where a longer period was needed."""
    year = replace(selection, from_on=months_before(selection.to_day, 11))
    rows = unit.scorecard(ask, year, standards).table.to_pylist()
    usual = phrases.span(year.from_day, year.to_day)
    longer = sorted({row["period"] for row in rows} - {usual})
    starred = f"; * {' or '.join(longer)}, since the year has too few" if longer else ""
    beside = is_part(ask, selection)
    names = ["", "Here", "95 % interval", "n", *(["Whole organization"] if beside else [])]
    cells = [_number(row, standards, usual, with_whole=beside) for row in rows]
    caption = page.element("p", page.text(f"{usual}{starred}"), class_="caption")
    numbers = (1, 2, 3, 4)
    return page.section("The numbers", caption, page.table(names, cells, numbers=numbers))


def _number(
    row: dict[str, Any], standards: Standards, usual: str, *, with_whole: bool
) -> list[Html]:
    told = unit.in_words(row, standards.floor_n)
    star = "" if row["period"] == usual else " *"
    is_told = row["value"] is not None and not row["is_too_few"]
    cells = [
        told["Number"] + star,
        told["Here"],
        _between(row) if is_told else "",
        "" if row["n"] is None else phrases.count(row["n"]),
        *([told["Whole organization"]] if with_whole else []),
    ]
    return [page.text(cell) for cell in cells]


def _between(row: dict[str, Any]) -> str:
    limits = [row["lower"], row["upper"]]
    if limits == [None, None]:
        return ""
    said = [
        "not reached" if limit is None else words.in_unit(limit, row["unit"]) for limit in limits
    ]
    return said[0] if said[0] == said[1] else " to ".join(said)


def _sources(ask: Ask, standards: Standards, occasion: Occasion) -> Html:
    rows = ask("methods/sources").to_pylist()
    days = {row["as_of"] for row in rows}
    until = f" (to {words.day(days.pop())})" if len(days) == 1 else ""
    named = ", ".join(
        f"{row['dataset'].replace('_', ' ')} of {row['source_system']}"
        + ("" if until else f" to {words.day(row['as_of'])}")
        for row in rows
    )
    rule = (
        f"Figures of fewer than {standards.floor_n} are not shown."
        if standards.audience == "board"
        else f"Figures of fewer than {standards.floor_n} are called too few."
    )
    return page.element(
        "footer",
        page.element("p", page.text(f"Sources{until}: {named}.")),
        page.element(
            "p",
            page.text(
                f"{rule} Open cases are counted in every share. How each number is made: page "
                f"methods, publication {occasion.publication}."
            ),
        ),
    )
