"""Verdicts in words: what, since when, against what, how sure, and what to look at next, where.

Figures compute the facts (`changes`, `funnels`, `recovery`, …) and ask here for the sentence; what
a single figure alone can say, such as its commonest subjects, it says itself. No verdict comes of
a single point: `changes` asks for several months. Pure.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.measures import phrases, verdict_words
from dashboard.measures.changes import FALSE_ALARMS, Change
from dashboard.measures.measure import PER, Measure
from dashboard.measures.recommendation import LABELS
from dashboard.measures.rows import MeasureRow
from dashboard.measures.verdict_words import (
    BETTER,
    GAP_RULE,
    IF_APART,
    INTERVAL_RULE,
    SIDES,
    WORSE,
    Said,
    is_several,
    said_of,
)
from dashboard.measures.words import in_unit

ORDER = ("concern", "improvement", "change", "none", "too_few", "not_measurable")
OUTLIER_LEVEL = 0.998
"""Of a unit's interval against the hospital: chance alone puts 2 units of 1,000 outside."""

IN_POINTS = ("share", "ratio", "difference of shares")
"""Units whose differences are read in percentage points."""


@dataclass(frozen=True)
class Verdict:
    """What is going on, from a stated rule; detail says how sure, and what to do.

    kind is improvement, concern, change (where neither is better), none, too_few or
    not_measurable. page and unit_id say where to look at it; consequence, for the order in which
    verdicts are read, is about how many people it touched.
    """

    kind: str
    sentence: str
    detail: str = ""
    measure: str = ""
    page: str = ""
    unit_id: str | None = None
    consequence: float = 0.0


@dataclass(frozen=True)
class Subject:
    """Whom a verdict is about, and of what. days is what resolved_within asks for."""

    who: str
    measure: Measure
    days: int
    unit_id: str | None = None
    series: str = ""  # which of several, such as an instrument of surveys


@dataclass(frozen=True)
class Apart:
    """A unit outside the limits of its size around the center, that of all units in view.

    period is the unit's own; is_whole tells whether all units in view are the organization.
    """

    value: float
    center: float
    n: int
    side: str
    period: str
    is_over_dispersed: bool
    is_whole: bool


@dataclass(frozen=True)
class Chance:
    """How many were looked at, how many of them stood out, and how many would by chance alone."""

    n: int
    found_n: int
    expected: float


def first_of(found: list[Verdict]) -> Verdict | None:
    """The one to be read first: a concern, then an improvement, then what is calm."""
    return min(found, key=lambda verdict: ORDER.index(verdict.kind), default=None)


def by_consequence(found: list[Verdict]) -> list[Verdict]:
    """In the order in which they are read: concerns first, each kind by the people it touched."""
    return sorted(found, key=lambda verdict: (ORDER.index(verdict.kind), -verdict.consequence))


def nothing(sentence: str, detail: str = "") -> Verdict:
    """Say calmly that nothing is going on."""
    return Verdict("none", sentence, detail)


def too_few(who: str, n: int | None, floor_n: int, of_what: str = "") -> Verdict:
    """Say that there is too little to tell; n is None where that is hidden."""
    counted = "" if n is None else f"{phrases.sample(n)}{of_what}; "
    return Verdict(
        "too_few",
        f"{who}: too few to tell ({counted}shown from {floor_n}).",
        "Choose a longer period or more units; the cases themselves are on the unit's page.",
    )


def not_measurable(who: str, why: str) -> Verdict:
    """Say what is missing for a number, as its note has it."""
    return Verdict("not_measurable", f"{who}: {why}.")


def untold(who: str, row: MeasureRow, floor_n: int) -> Verdict:
    """Say why a number can't be told: too few, or what its note says."""
    if row.is_too_few or not row.note:
        return too_few(who, row.n, floor_n)
    return not_measurable(who, row.note)


def how_sure(lower: float | None, upper: float | None, n: int | None) -> str:
    """Write a share's interval in plain words, with its n; nothing where there is no interval."""
    if lower is None or upper is None:
        return ""
    plain = phrases.in_a_hundred(lower, upper)
    return f"{plain[0].upper()}{plain[1:]} ({phrases.INTERVAL}, {phrases.sample(n or 0)})."


def changed(subject: Subject, change: Change) -> Verdict:
    """Say what has changed since when, by which rule, and how much with how much doubt."""
    defined, said = subject.measure, _said(subject)
    is_higher = change.recent.value > change.before.value
    recent, before = (
        in_unit(estimate.value, defined.unit, estimate.n)
        for estimate in (change.recent, change.before)
    )
    kind = _kind(defined, is_higher=is_higher)
    have = "have" if is_several(subject.who) else "has"
    against = f"{recent} {_counted(subject, said)}".strip() + f" against {before} before"
    sentence = (
        f"{subject.who} {have} {said.rose if is_higher else said.fell} since "
        f"{change.since:%B %Y}: {against} ({_rule_in_words(change)}). {_next_step(subject, kind)}"
    )
    return Verdict(
        kind,
        sentence.strip(),
        _size(defined.unit, change),
        measure=defined.name,
        page=said.page,
        unit_id=subject.unit_id,
        consequence=_people(defined.unit, change),
    )


def _said(subject: Subject) -> Said:
    return said_of(subject.measure.name, subject.measure.title)


def _counted(subject: Subject, said: Said) -> str:
    """What a share is of: resolved "within 7 days", or what the patients say."""
    if subject.series in LABELS:
        return f"say “{phrases.lower_first(LABELS[subject.series])}”"
    return said.counted.format(days=phrases.days(subject.days), series=subject.series)


def _kind(defined: Measure, *, is_higher: bool) -> str:
    if defined.direction == "none":
        return "change"
    return "improvement" if is_higher == (defined.direction == "higher") else "concern"


def _next_step(subject: Subject, kind: str) -> str:
    its = "their" if is_several(subject.who) else "its"
    if kind == "concern":
        return _said(subject).if_worse.format(its=its)
    return verdict_words.IF_BETTER if kind == "improvement" else verdict_words.IF_NEITHER


def _people(unit: str, change: Change) -> float:
    """About how many people the change touched since then."""
    difference = abs(change.recent.value - change.before.value)
    of_each = {"share": difference, "complaints per 1,000": difference / PER}
    return of_each.get(unit, 1.0) * change.recent.n


def _rule_in_words(change: Change) -> str:
    """Which rule the months of a signal follow, and how many they are."""
    above, below = ("above", "upper", "rose"), ("below", "lower", "fell")
    side, beyond, rose = above if change.is_above else below
    rule = verdict_words.RULES[change.rule]
    return f"special cause: {rule.format(n=change.months_n, side=side, beyond=beyond, rose=rose)}"


def _size(unit: str, change: Change) -> str:
    """How large the change is, with how much doubt, and what that allows for."""
    lower, upper = change.difference.lower, change.difference.upper
    if unit in IN_POINTS:
        between = f"{phrases.points(lower)} and {phrases.points(upper)}"
    else:
        between = f"{lower:+,.1f} and {upper:+,.1f}".replace("-", "−")
    percent = f"{change.level * 100:.3f}".rstrip("0").rstrip(".")
    return (
        f"The difference lies between {between} ({percent}{phrases.GAP}% interval, which allows "
        f"for the choice among all charts and months; {phrases.sample(change.recent.n)} and "
        f"{phrases.count(change.before.n)})."
    )


def stands_apart(subject: Subject, apart: Apart) -> Verdict:
    """Say that a unit lies outside the funnel, in which period and against whom."""
    defined, said = subject.measure, _said(subject)
    is_higher = apart.value > apart.center
    kind = {WORSE: "concern", BETTER: "improvement"}.get(apart.side, "change")
    whole = "the whole organization" if apart.is_whole else "your units together"
    here = f"{in_unit(apart.value, defined.unit, apart.n)} {_counted(subject, said)}".strip()
    widened = ", wider by how much units vary anyway" if apart.is_over_dispersed else ""
    sentence = (
        f"{subject.who} {said.is_higher if is_higher else said.is_lower} than {whole}: {here} in "
        f"the {apart.period} against {in_unit(apart.center, defined.unit)}. "
        f"{_next_step(subject, kind)}"
    )
    return Verdict(
        kind,
        sentence.strip(),
        f"Outside the 99.8{phrases.GAP}% limits for its size{widened} ({phrases.sample(apart.n)}).",
        measure=defined.name,
        page=said.page,
        unit_id=subject.unit_id,
        consequence=abs(apart.value - apart.center) * apart.n,
    )


def outliers(rows: list[dict[str, Any]], what: str, rule: str = INTERVAL_RULE) -> Verdict:
    """Name the units of a figure that stand out, and say how many would by chance alone.

    rows have unit_name, n, hospital_share, stands_out and is_too_few; those that can't be
    compared count for nothing.
    """
    compared = [
        row
        for row in rows
        if row.get("n") and row["hospital_share"] is not None and not row["is_too_few"]
    ]
    if not compared:
        return nothing(f"No unit can be compared {what}.")
    expected = phrases.expected(len(compared) * (1 - OUTLIER_LEVEL))
    said = f"{rule} By chance alone {expected} of {len(compared)} would."
    sides = {
        side: [row["unit_name"] for row in compared if row.get("stands_out") == side]
        for side in SIDES
    }
    named = [f"{side}: {phrases.named(names)}" for side, names in sides.items() if names]
    if not named:
        return nothing(f"No unit stands out {what}.", said)
    kind = "concern" if sides[WORSE] else "improvement" if sides[BETTER] else "none"
    return Verdict(kind, f"Units that stand out {what}: {'; '.join(named)}.", f"{said} {IF_APART}")


def in_all(found: Sequence[Verdict], charts: Chance, compared: Chance) -> Verdict:
    """Say how much was found, or calmly that nothing is unusual; beside it what chance gives."""
    if not charts.n and not compared.n:
        return nothing("Nothing can be compared in this selection.")
    sentence = (
        f"{phrases.counted(len(found), 'finding', 'findings')}."
        if found
        else "Nothing unusual: no unit has changed or stands apart by more than chance explains."
    )
    return nothing(sentence, _by_chance(charts, compared))


def _by_chance(charts: Chance, compared: Chance) -> str:
    """What the rules in force give where nothing is going on, beside what they gave."""
    said = []
    if charts.n:
        have = "has" if charts.found_n == 1 else "have"
        said.append(
            f"Of {phrases.counted(charts.n, 'control chart', 'control charts')} "
            f"{phrases.count(charts.found_n)} {have} a signal in the newest month; by "
            f"chance alone {phrases.expected(charts.expected)} would. A change is named "
            "only where the months since differ from those before by more than the choice among "
            f"all charts and months explains: by chance {FALSE_ALARMS:g} such or fewer."
        )
    if compared.n:
        lie = "lies" if compared.found_n == 1 else "lie"
        said.append(
            f"Of {phrases.counted(compared.n, 'comparison', 'comparisons')} with all units "
            f"{phrases.count(compared.found_n)} {lie} outside the limits; by chance alone "
            f"{phrases.expected(compared.expected)} would."
        )
    return " ".join(said)


def gap(who: str, told: Sequence[MeasureRow], detectable_difference: float) -> Verdict:
    """Say whether recovered patients recommend more or less than those without a problem.

    told holds that contrast for each instrument with enough answers; one that is shown comes
    first, and of several the one that is worst.
    """
    shown = [row for row in told if row.more["verdict"] == "shown"]
    detail = " ".join([*(_gap_detail(row, detectable_difference) for row in told), GAP_RULE])
    if told[0].more["is_exploratory"]:
        detail += " Exploratory: only the whole organization's gap was named beforehand."
    if not shown:
        sentence = (
            f"{who}: no recovery gap is shown. The difference between patients whose problem was "
            "put right and those who had none could be chance."
        )
        return nothing(sentence, detail)
    worst = min(shown, key=lambda row: row.value or 0.0)
    is_more = (worst.value or 0.0) > 0
    next_step = verdict_words.IF_RECOVERED_MORE if is_more else verdict_words.IF_RECOVERED_LESS
    sentence = (
        f"{who}: patients whose problem was put right recommend us {'more' if is_more else 'less'} "
        f"than those who had none ({phrases.points(worst.value or 0.0)}, "
        f"“{phrases.lower_first(worst.more['label'])}”). {next_step}"
    )
    kind = "improvement" if is_more else "concern"
    return Verdict(kind, sentence, detail, measure="recovery_gap", page="loyalty")


def _gap_detail(row: MeasureRow, detectable_difference: float) -> str:
    counted = f"{phrases.sample(row.more['recovered_n'])} and {phrases.count(row.more['other_n'])}"
    needed, points = row.more["needed_n"], round(detectable_difference * 100)
    wanted = f"answers in each group would be needed for a difference of {points} points"
    missing = f"; {phrases.count(needed)} {wanted}" if needed else ""
    return (
        f"{row.more['label']}: {phrases.points(row.value or 0.0)}, between "
        f"{phrases.points(row.lower or 0.0)} and {phrases.points(row.upper or 0.0)} "
        f"({phrases.INTERVAL}, {counted}{missing})."
    )


def backlog(who: str, open_n: float, late_n: int, days: int, *, is_exact: bool) -> Verdict:
    """Say how many wait past the standard; at least so many, where an age band straddles it."""
    waiting = f"{who}: {phrases.counted(open_n, 'complaint is', 'complaints are')} open"
    if not late_n:
        return nothing(f"{waiting}, none of them in an age band past the standard.")
    of_them = f"{'' if is_exact else 'at least '}{phrases.count(late_n)} of them"
    return Verdict(
        "none",
        f"{waiting}, {of_them} past the standard of {phrases.days(days)}.",
        "The unit's page lists them, the least time left first.",
        measure="open_cases",
        page="unit",
    )


def backlog_since(
    who: str, now: tuple[dt.date, int], before: tuple[dt.date, int] | None, lost_n: int
) -> Verdict:
    """Say how many wait and how many did a year before; two days alone are no verdict."""
    on, open_n = now
    said = f"{who}: {phrases.counted(open_n, 'complaint was', 'complaints were')} open on"
    sentence = f"{said} {phrases.day(on)}"
    if before is not None:
        sentence += f", {phrases.count(before[1])} on {phrases.day(before[0])}"
    aside = (
        f"{phrases.count(lost_n)} more were open when last seen, and their source has not carried "
        "them since (hollow, on top)."
    )
    return nothing(f"{sentence}.", aside if lost_n else "")


def freshness(
    oldest: dt.date, newest: dt.date, today: dt.date, *, old_after_days: int, late: Sequence[str]
) -> Verdict:
    """Say up to which day data is complete; a concern where that is older than is set.

    late names the sources of the oldest day.
    """
    age = (today - oldest).days
    counted = phrases.days(max(age, 0))
    if age > old_after_days:
        which = "" if oldest == newest else f" of {', '.join(late)}"
        return Verdict(
            "concern",
            f"These cases{which} are as of {phrases.day(oldest)}, {counted} ago.",
            "What was closed, answered or received since is not in it. Ask the quality team for a "
            "new extract: a list of the open cases alone is enough.",
        )
    if oldest != newest:
        days = f"{phrases.day(oldest)} to {phrases.day(newest)}"
        return nothing(f"As of {days}, depending on the source.")
    return nothing(f"As of {phrases.day(oldest)} ({'today' if not age else f'{counted} ago'}).")
