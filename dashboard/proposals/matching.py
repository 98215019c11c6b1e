"""Which source column each contract column is: by name, alias, likeness, content; the best wins."""

import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from dashboard.contracts.column import NUMERIC, Column, Type
from dashboard.contracts.dataset import Dataset
from dashboard.extracts.header import matched, plain
from dashboard.extracts.reading import Source
from dashboard.extracts.recognizing import Named, candidates
from dashboard.proposals.coded_values import fitting_share, is_coded, value_proposals
from dashboard.proposals.facts import OF_IDS, Facts
from dashboard.proposals.proposal import FoundBy, Sure

ALIKE = 88  # of 100, from which two names are taken for the same
FEW_VALUES = 30  # a coded column has no more different ones
FITS, HARDLY_FITS = 0.8, 0.3  # shares of rows whose content is what the contract column holds
WEIGHTS = {Named.OWN: 1.0, Named.ALIAS: 0.9, Named.SPELLED: 0.85}
LIKENESS, CONTENT = 0.6, 0.4
NEEDED = 0.15  # "Stage" with open and closed in it is the status, which every complaint needs
ANSWERS = ("fft", "hcahps_recommend")  # questions that every survey words differently
ID_COLUMNS = ("complaint_id", "response_id")


@dataclass(frozen=True)
class Match:
    """A source column that could be a contract column; the higher the weight, the surer."""

    facts: Facts
    found_by: FoundBy
    weight: float
    fit: float  # share of its rows that fit the contract column's kind
    reason: str
    others: tuple[str, ...] = ()

    @property
    def sure(self) -> Sure:
        """In words how sure it is."""
        if self.found_by is FoundBy.CONTENT or self.fit < FITS / 2:
            return Sure.UNSURE
        is_known = self.found_by in (FoundBy.NAME, FoundBy.ALIAS)
        return Sure.CERTAIN if is_known and self.fit > FITS else Sure.LIKELY


def match_columns(dataset: Dataset, source: Source, facts: tuple[Facts, ...]) -> dict[str, Match]:
    """Give each contract column the best source column, and no source column to two of them."""
    possible = [
        (match, column.name)
        for column in dataset.columns
        for match in _matches(column, source, facts)
    ]
    chosen: dict[str, Match] = {}
    taken: set[int] = set()
    for match, name in sorted(possible, key=lambda pair: -pair[0].weight):
        if name not in chosen and match.facts.position not in taken:
            chosen[name] = match
            taken.add(match.facts.position)
    return {name: _with_others(match, name, possible, taken) for name, match in chosen.items()}


def fit_of(column: Column, facts: Facts) -> float:
    """The share of a column's filled rows that hold what the contract column holds."""
    if facts.filled_n == 0:
        return 0.5
    if column.type in (Type.TIME, Type.DATE):
        return 1.0 if facts.is_typed_day else facts.date_share
    if is_coded(column):
        share = fitting_share(value_proposals(column, facts.values))
        return share if column.type in NUMERIC or facts.distinct_n <= FEW_VALUES else share / 2
    if column.type in NUMERIC:
        return facts.number_share
    return _fit_of_text(column, facts)


def _fit_of_text(column: Column, facts: Facts) -> float:
    if facts.is_date or facts.is_free_text:
        return 0.0
    if column.pattern is not None:
        fitting = [text for text, _ in facts.values if re.fullmatch(column.pattern, text)]
        return len(fitting) / max(1, len(facts.values))
    if column.name in ID_COLUMNS:
        return min(1.0, 2 * facts.distinct_n / facts.filled_n)
    if column.name == "unit_id":  # a unit has more than one row, unless there are hardly any
        return 0.3 if facts.is_unique and facts.filled_n > FEW_VALUES else 1.0
    return 1.0


def _matches(column: Column, source: Source, facts: tuple[Facts, ...]) -> list[Match]:
    named = _by_name(column, source, facts)
    seen = {match.facts.position for match in named}
    rest = [one for one in facts if one.position not in seen and one.identifies is None]
    alike = [match for one in rest if (match := _by_likeness(column, one, source)) is not None]
    seen |= {match.facts.position for match in alike}
    rest = [one for one in rest if one.position not in seen]
    by_content = column.required or column.name in ANSWERS
    return named + alike + (_by_content(column, rest) if by_content else [])


def _by_name(column: Column, source: Source, facts: tuple[Facts, ...]) -> list[Match]:
    matches = []
    for place, (how, position) in enumerate(candidates(column, source)):
        one = facts[position]
        fit = fit_of(column, one)
        if how is not Named.OWN and fit <= HARDLY_FITS:
            continue  # a name of many meanings, and the content has another
        by = FoundBy.NAME if how is Named.OWN else FoundBy.ALIAS
        weight = WEIGHTS[how] - place / 1000 - (0.5 if fit <= HARDLY_FITS else 0.0)
        if column.required and fit > FITS:
            weight += NEEDED - one.empty_share / 2
        matches.append(Match(one, by, weight, fit, _named_in_words(column, one, by, fit)))
    return matches


def _named_in_words(column: Column, facts: Facts, by: FoundBy, fit: float) -> str:
    name = "the contract's own name" if by is FoundBy.NAME else "a name known for it"
    doubt = "" if fit > FITS else f", but only {fit:.0%} of its rows fit"
    if facts.filled_n == 0:
        doubt = ", but it is empty"
    return f"'{facts.name}' is {name}{doubt}."


def _by_likeness(column: Column, facts: Facts, source: Source) -> Match | None:
    if column.name == "free_text" or facts.is_free_text:
        return None
    header = re.sub(r"\.\d+$", "", facts.name) if _is_repeated(facts, source) else facts.name
    alike, name = max((_alike(plain(header), plain(n)), n) for n in (column.name, *column.aliases))
    if alike < ALIKE or facts.filled_n == 0 or (fit := fit_of(column, facts)) < FITS / 2:
        return None
    return Match(
        facts, FoundBy.LIKENESS, LIKENESS + (alike / 100 + fit) / 20, fit,
        f"'{facts.name}' is like '{name}', and {fit:.0%} of its rows fit.",
    )  # fmt: skip


def _is_repeated(facts: Facts, source: Source) -> bool:
    return matched(re.sub(r"\.\d+$", "", facts.name)) in source.repeated


def _alike(header: str, name: str) -> float:
    """How alike two plain names are, 0 to 100; a name of two words or more may stand in another."""
    words, own = set(header.split()), set(name.split())
    if len(own) > 1 and own < words:
        return 90.0
    return fuzz.token_sort_ratio(header, name)


def _by_content(column: Column, facts: list[Facts]) -> list[Match]:
    """Source columns whose values alone speak for a required column."""
    found = []
    for one in facts:
        reason = _content_in_words(column, one)
        fit = fit_of(column, one) if reason else 0.0
        if reason and fit > FITS:
            weight = CONTENT + fit / 20 - one.position / 100_000
            found.append(Match(one, FoundBy.CONTENT, weight, fit, reason))
    return found


def _content_in_words(column: Column, facts: Facts) -> str:
    if facts.filled_n == 0 or facts.is_free_text or column.type is Type.BOOLEAN:
        return ""
    if column.type in (Type.TIME, Type.DATE) and column.is_event and facts.is_date:
        return f"'{facts.name}' holds dates; no other column has a name for this one."
    if column.name in ANSWERS and facts.number_share > 0:
        return ""  # a number from 1 to 6 may be anything
    if is_coded(column) and facts.distinct_n <= FEW_VALUES:
        return f"The values of '{facts.name}' are values of {column.name}."
    if column.name in ID_COLUMNS and facts.is_unique and OF_IDS.search(plain(facts.name)):
        return f"'{facts.name}' is called a number, and no value stands twice."
    return ""


def _with_others(
    match: Match, name: str, possible: list[tuple[Match, str]], taken: set[int]
) -> Match:
    others = [
        other.facts.name
        for other, of in possible
        if of == name and other.facts.position not in taken
    ]
    return replace(match, others=tuple(dict.fromkeys(others)))
