"""What complaints are about, and how long each subject takes: the measure and its pictures."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.contracts.taxonomies import TAXONOMIES
from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import ask_complaints, part_of, records, values_of
from dashboard.measures.by_subject import (
    NOT_CODED,
    SEVERAL,
    SUBJECT,
    Chosen,
    place_of,
    without_subjects,
)
from dashboard.measures.organization import is_part, is_whole, side_of, subject_of
from dashboard.measures.resolution import Cohort, cohorts, days_of, median_row, within_row
from dashboard.measures.result import (
    COUNT,
    GUARDS,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    guards,
    table_of,
)
from dashboard.measures.rows import (
    NO_DATA,
    MeasureRow,
    MeasureTable,
    counted,
    hidden,
    noted,
    too_few,
)
from dashboard.measures.selection import Selection
from dashboard.measures.verdict_words import word_of
from dashboard.measures.verdicts import OUTLIER_LEVEL, Verdict
from dashboard.settings import Standards
from dashboard.stats.intervals import wilson_interval

QUERY = "subjects/complaints_by_subject"
PRIMARY_ALONE = "primary subjects alone"
SAID = 3  # subjects that a sentence names
NO_FILE = "no complaint is coded by subject; a file of subjects (complaint_issues) brings them"
NONE_IN_VIEW = "no complaint in view is coded by subject"

BY_SUBJECT: Columns = {
    "subject": TEXT,
    "domain": TEXT,
    "n": COUNT,
    "complaints_n": COUNT,
    "share": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "primary_n": COUNT,
    "primary_share": NUMBER,
    "hospital_share": NUMBER,
    "stands_out": TEXT,
    **GUARDS,
}
RESOLUTION: Columns = {
    "subject": TEXT,
    "n": COUNT,
    "median_days": NUMBER,
    "median_lower": NUMBER,
    "median_upper": NUMBER,
    "q25_days": NUMBER,
    "q75_days": NUMBER,
    "within_share": NUMBER,
    "within_lower": NUMBER,
    "within_upper": NUMBER,
    "all_median_days": NUMBER,
    **GUARDS,
}


@dataclass(frozen=True)
class Subjects(Figure):
    """What complaints are about, in one taxonomy: subjects by their share, the largest first."""

    taxonomy: str | None = None  # None: no complaint in view has a subject
    taxonomies: tuple[str, ...] = field(default=(), kw_only=True)  # that can be chosen
    not_coded_n: int | None = field(default=None, kw_only=True)  # None: hidden

    @property
    def rows_n(self) -> int:
        """How many subjects."""
        return int(self.table.num_rows)

    @property
    def is_part(self) -> bool:
        """Whether the whole organization stands beside what is shown."""
        return bool(self.table["hospital_share"].null_count < self.rows_n)


@dataclass(frozen=True)
class SubjectResolution(Figure):
    """How long complaints about each subject take; in the order of `Subjects`."""

    taxonomy: str | None = None
    standard_days: int = field(default=0, kw_only=True)

    @property
    def rows_n(self) -> int:
        """How many subjects."""
        return int(self.table.num_rows)


# --- the measure ----------------------------------------------------------------------------------


def complaints_by_subject(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share of coded complaints that are about a subject; a row a subject, by taxonomy.

    Without grouping (or by subject) a row's group is the subject; by anything else a row stands
    for a group and a subject, which `more` names. Complaints without a subject of the taxonomy
    are excluded and counted. With is_primary=true in `where` primary subjects count alone; else
    every subject does, and a complaint with several counts once under each. Wilson interval.
    """
    known = values_of(ask, SUBJECT)
    chosen = Chosen(selection, known)
    names = chosen.names(known)
    by = None if selection.by == SUBJECT else selection.by
    found = _asked(ask, replace(selection, by=by), standards, chosen.taxonomies) if names else []
    kept = [row for row in found if _name(row) in set(names)]
    several = len({row["taxonomy"] for row in kept}) > 1
    groups = list(dict.fromkeys(row["group_name"] for row in kept))
    kept.sort(key=lambda row: (groups.index(row["group_name"]), place_of(_name(row))))
    rows = []
    for row in kept:
        group = row["group_name"] if by else _name(row) if several else row["subject"]
        rows.append(subject_row(group, row, standards, is_primary=chosen.is_primary))
    nothing = () if by else (MeasureRow(None, n=0, note=NO_DATA, more=_more({})),)
    return MeasureTable("complaints_by_subject", selection.by, tuple(rows) or nothing)


def subject_row(
    group: str | None, found: dict[str, Any], standards: Standards, *, is_primary: bool = False,
    level: float = 0.95,
) -> MeasureRow:  # fmt: skip
    """Describe the complaints about a subject, of all that are coded."""
    if found["is_suppressed"]:
        return hidden(group, standards.floor_n, **_more(found))
    n, x_n = found["coded_n"], found["primary_n" if is_primary else "complaints_n"]
    excluded = counted(**{NOT_CODED.replace(" ", "_"): found["received_n"] - n})
    if x_n is None:
        return hidden(group, standards.floor_n, **_more(found))
    if not n:
        return MeasureRow(group, n=0, excluded=excluded, note=NO_DATA, more=_more(found))
    lower, upper = wilson_interval(x_n, n, level)
    counted_as = PRIMARY_ALONE if is_primary else SEVERAL
    note = noted(counted_as, too_few(n, standards.floor_n))
    return MeasureRow(group, n, x_n / n, lower, upper, x_n, excluded, note=note, more=_more(found))


def _more(found: dict[str, Any]) -> dict[str, Any]:
    n, primary_n = found.get("coded_n"), found.get("primary_n")
    return {
        "subject": found.get("subject"),
        "taxonomy": found.get("taxonomy"),
        "primary_n": primary_n,
        "primary_share": primary_n / n if n and primary_n is not None else None,
    }


def _asked(
    ask: Ask, selection: Selection, standards: Standards, taxonomies: tuple[str, ...]
) -> list[dict[str, Any]]:
    part, rest = part_of(selection), without_subjects(selection)
    table = ask_complaints(
        ask, QUERY, rest, standards, parts=(part,), taxonomies=taxonomies or tuple(TAXONOMIES)
    )
    return records(table, part)


def _name(row: dict[str, Any]) -> str:
    return f"{row['taxonomy']}: {row['subject']}"


# --- the pictures ---------------------------------------------------------------------------------


def subjects(
    ask: Ask, selection: Selection, standards: Standards, taxonomy: str | None = None
) -> Subjects:
    """What complaints are about, the commonest subject first, beside the whole organization.

    Args:
        ask: the viewer's.
        selection: what is chosen; its grouping is left aside.
        standards: with the audience and the floor.
        taxonomy: which one; else the one in which most complaints are coded.
    """
    chosen = replace(selection, by=None)
    known = values_of(ask, SUBJECT)
    names = Chosen(chosen, known)
    found = _asked(ask, chosen, standards, names.taxonomies) if names.taxonomies else []
    own = taxonomy or _commonest(found)
    rows = [row for row in found if row["taxonomy"] == own and _name(row) in names.names(known)]
    whole = _of_all(ask, chosen, standards, own) if own and is_part(ask, chosen) else {}
    lines = [_line(row, whole.get(row["subject"]), standards) for row in rows]
    # what is hidden comes last, and in the list's own order: its place must not tell its size
    lines.sort(key=lambda line: -1 if line["share"] is None else line["share"], reverse=True)
    who = subject_of(ask, chosen)
    said = _verdict(who, rows, lines, standards) if rows else _none(who, known)
    words = f"What complaints are about: {phrases.lower_first(said.sentence)}"
    shown = [row for row in rows if not row["is_suppressed"]]
    n = shown[0]["coded_n"] if shown else (None if rows else 0)
    missing = shown[0]["received_n"] - shown[0]["coded_n"] if shown else None
    is_told = standards.audience == "internal" or (missing or 0) >= standards.floor_n
    return Subjects(
        "complaints_by_subject", table_of(BY_SUBJECT, lines), n, words, said, taxonomy=own,
        taxonomies=names.taxonomies, not_coded_n=missing if is_told else None,
    )  # fmt: skip


def resolution_by_subject(
    ask: Ask, selection: Selection, standards: Standards, taxonomy: str | None = None
) -> SubjectResolution:
    """How long complaints about each subject take, beside all of them; see `subjects`."""
    days = days_of(selection, standards)
    listed = subjects(ask, selection, standards, taxonomy)
    wanted = tuple(pair for pair in selection.where if pair[0] != "taxonomy")
    if listed.taxonomy is not None:
        wanted = (*wanted, ("taxonomy", listed.taxonomy))
    found = cohorts(ask, replace(selection, by=None, where=wanted), standards, (SUBJECT,))[SUBJECT]
    rest = without_subjects(replace(selection, by=None))
    every = cohorts(ask, rest, standards, ("all",))["all"].get(None)
    all_median = median_row(None, every, standards).value if every else None
    names = listed.table["subject"].to_pylist()
    rows = [
        {
            "subject": name,
            "all_median_days": all_median,
            **_resolution(found[name], standards, days),
        }
        for name in names
        if name in found
    ]
    who = subject_of(ask, selection)
    verdict = _slowest(who, rows, all_median) if rows else listed.verdict
    words = f"Half resolved within, by subject: {phrases.lower_first(verdict.sentence)}"
    return SubjectResolution(
        "time_to_resolution", table_of(RESOLUTION, rows), listed.n, words, verdict,
        taxonomy=listed.taxonomy, standard_days=days,
    )  # fmt: skip


def _commonest(found: list[dict[str, Any]]) -> str | None:
    """The taxonomy in which most complaints are coded; the first of the contract's where hidden."""
    most: dict[str, int] = {}
    for row in found:
        most[row["taxonomy"]] = max(most.get(row["taxonomy"], 0), row["coded_n"] or 0)
    order = list(TAXONOMIES)
    return max(most, key=lambda name: (most[name], -order.index(name)), default=None)


def _of_all(
    ask: Ask, selection: Selection, standards: Standards, taxonomy: str
) -> dict[str, dict[str, Any]]:
    """The whole organization's counts by subject; nothing for a viewer of some units."""
    if not is_whole(ask):
        return {}
    found = _asked(ask, replace(selection, units=()), standards, (taxonomy,))
    return {row["subject"]: row for row in found if not row["is_suppressed"]}


def _line(
    found: dict[str, Any], whole: dict[str, Any] | None, standards: Standards
) -> dict[str, Any]:
    row = subject_row(found["subject"], found, standards)
    share = subject_row(None, whole, standards).value if whole else None
    return {
        "subject": found["subject"],
        "domain": _domain(found["taxonomy"], found["subject"]),
        "n": row.n,
        "complaints_n": row.numerator,
        "share": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "primary_n": row.more["primary_n"],
        "primary_share": row.more["primary_share"],
        "hospital_share": share,
        "stands_out": _stands_out(found, share, standards),
        **guards(row),
    }


def _stands_out(found: dict[str, Any], whole: float | None, standards: Standards) -> str | None:
    """Higher or lower where the 99.8 % interval excludes the organization's share."""
    row = subject_row(None, found, standards, level=OUTLIER_LEVEL)
    return word_of(side_of(row, whole), "none")


def _domain(taxonomy: str, subject: str) -> str | None:
    listed: Iterable[Any] = TAXONOMIES.get(taxonomy, ())
    return next((each.domain for each in listed if each.code == subject), None)


def _none(who: str, known: tuple[str, ...]) -> Verdict:
    """Say why there is no subject: none was ever given, or none of what is chosen has one."""
    return verdicts.not_measurable(who, NONE_IN_VIEW if known else NO_FILE)


def _verdict(
    who: str, found: list[dict[str, Any]], lines: list[dict[str, Any]], standards: Standards
) -> Verdict:
    told = [line for line in lines if line["share"] is not None and not line["is_too_few"]]
    if not told:
        return verdicts.too_few(who, lines[0]["n"], standards.floor_n)
    n = told[0]["n"]
    named = [f"{line['subject']} ({phrases.percent(line['share'], n)})" for line in told[:SAID]]
    detail = f"{SEVERAL[0].upper()}{SEVERAL[1:]}, so the shares add up to more than all."
    missing = next(row for row in found if not row["is_suppressed"])
    missing_n = missing["received_n"] - missing["coded_n"]
    if missing_n and (standards.audience == "internal" or missing_n >= standards.floor_n):
        detail += f" {phrases.counted(missing_n, 'complaint is', 'complaints are')} not coded."
    apart = [line for line in told if line["stands_out"]]
    if apart:
        said = "; ".join(
            f"{line['subject']} is {line['stands_out']} than in the whole organization "
            f"({phrases.percent(line['hospital_share'], n)})"
            for line in apart[:SAID]
        )
        detail += f" {said} (99.8{phrases.GAP}% interval of {len(told)} compared)."
    return verdicts.nothing(f"{who}: most complaints are about {_listed(named)}.", detail)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _resolution(cohort: Cohort, standards: Standards, days: int) -> dict[str, Any]:
    median = median_row(None, cohort, standards)
    within = within_row(None, cohort, days, standards)
    return {
        "n": median.n,
        "median_days": median.value,
        "median_lower": median.lower,
        "median_upper": median.upper,
        "q25_days": median.more["q25"],
        "q75_days": median.more["q75"],
        "within_share": within.value,
        "within_lower": within.lower,
        "within_upper": within.upper,
        **guards(median),
    }


def _slowest(who: str, rows: list[dict[str, Any]], all_median: float | None) -> Verdict:
    """Name subjects whose median's interval lies wholly above that of all complaints together."""
    told = [row for row in rows if row["median_days"] is not None and not row["is_too_few"]]
    if not told:
        return Verdict("too_few", f"{who}: too few to tell how long each subject takes.")
    rule = (
        f"Rule: the 95{phrases.GAP}% interval of the subject's median lies above the median of "
        "all complaints. " + SEVERAL[0].upper() + SEVERAL[1:] + "."
    )
    slow = [
        row
        for row in told
        if all_median is not None and row["median_lower"] and row["median_lower"] > all_median
    ]
    if not slow:
        low, high = (pick(row["median_days"] for row in told) for pick in (min, max))
        same = phrases.days(low) if low == high else f"{low:.0f} to {phrases.days(high)}"
        return verdicts.nothing(
            f"{who}: no subject takes longer than the others; half are resolved within {same}.",
            rule,
        )
    named = [f"{row['subject']} ({phrases.days(row['median_days'])})" for row in slow[:SAID]]
    against = phrases.days(all_median or 0)
    return Verdict(
        "concern",
        f"{who}: complaints about {_listed(named)} take longer; half of all are resolved within "
        f"{against}.",
        rule,
    )
