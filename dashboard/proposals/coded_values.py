"""Which allowed value a source's own code stands for: by spelling, by synonym, by likeness."""

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz

from dashboard.contracts.column import NUMERIC, Column, Type
from dashboard.contracts.synonyms import BOOLEANS, SYNONYMS
from dashboard.extracts.header import plain
from dashboard.proposals.facts import is_null_text
from dashboard.proposals.proposal import Entry, FoundBy, ValueProposal

LIKE = 88  # of 100, from which two spellings are taken for the same word
DENYING = frozenset({"not", "no", "non", "un", "never", "without", "to", "be", "re"})
LONGEST_CODE = 300  # characters; a longer text is no code
LEADING_CODE = re.compile(  # "1 - ", "(2) ", "3 ", "a) ": but no "E-" of E-mail
    r"\s*\(?(\d{1,2}\)?\s*[-–.:)=]*\s*|[a-zA-Z]\)?\s*[-–.:)=]+\s+)(?=[^\W\d])"
)
READ_AS_BOOLEAN = ("true", "t", "yes", "y", "1", "j", "ja", "si", "oui",
                   "false", "f", "no", "n", "0", "nein", "non")  # fmt: skip


def is_coded(column: Column) -> bool:
    """Whether its values stand in a list that the contract gives."""
    return bool(targets(column))


def targets(column: Column) -> tuple[str, ...]:
    """All values that a source's codes can be translated to; none where any text is allowed."""
    if column.type is Type.BOOLEAN:
        return tuple(BOOLEANS)
    if column.allowed or column.name not in SYNONYMS or column.type not in NUMERIC:
        return column.allowed
    return tuple(SYNONYMS[column.name])


def is_taken(column: Column, text: str) -> bool:
    """Whether the import takes a text as it is, without a translation."""
    return _passes(column, text)


def meaning_now(column: Column, entry: Entry, text: str) -> str | None:
    """What a profile's entry makes of a source's code; "" is a missing value, None is refused."""
    table = entry if isinstance(entry, dict) else {}
    values = table.get("values", {})
    meant = str(values[text]) if text in values else str(table.get("otherwise", text))
    is_known = not meant or _passes(column, meant) or meant in targets(column)
    return meant if is_known else None


def value_proposals(
    column: Column, values: tuple[tuple[str, int], ...]
) -> tuple[ValueProposal, ...]:
    """Propose an allowed value for each value of a source column; null texts are left out."""
    parts = _parts(values) if column.type is Type.TEXTS else values
    return tuple(
        ValueProposal(text, rows_n, *target_of(column, text))
        for text, rows_n in parts
        if not is_null_text(text)
    )


@lru_cache(maxsize=50_000)
def target_of(column: Column, text: str) -> tuple[str | None, FoundBy]:
    """The allowed value that a text stands for, and how that was found."""
    if _passes(column, text):
        return text, FoundBy.NAME
    if len(text) > LONGEST_CODE:
        return None, FoundBy.NOTHING
    words = _words_by_target(column)
    for spelled in (plain(text), plain(_without_code(text))):
        for target, known in words.items():
            if spelled in known:
                return target, FoundBy.NAME if spelled == plain(target) else FoundBy.ALIAS
    if column.type is Type.SMALL:  # "2 of 4" is like "2", and another code all the same
        return None, FoundBy.NOTHING
    like = _contained(plain(text), words) or _like(plain(text), words)
    return (like, FoundBy.LIKENESS) if like else (None, FoundBy.NOTHING)


def entry_values(column: Column, proposed: tuple[ValueProposal, ...]) -> dict[str, str]:
    """The `values` of a profile: what is translated, without what passes unchanged."""
    return {
        value.source: value.target
        for value in proposed
        if value.target is not None and not _passes(column, value.source)
    }


def fitting_share(proposed: tuple[ValueProposal, ...]) -> float:
    """The share of rows whose value stands for an allowed one."""
    rows_n = sum(value.rows_n for value in proposed)
    fitting_n = sum(value.rows_n for value in proposed if value.target is not None)
    return fitting_n / rows_n if rows_n else 0.0


def _without_code(text: str) -> str:
    code = LEADING_CODE.match(text)
    return text[code.end() :] if code else text


def _passes(column: Column, text: str) -> bool:
    """Whether the import takes the text as it is."""
    if column.type is Type.BOOLEAN:
        return text.casefold() in READ_AS_BOOLEAN
    if column.type in NUMERIC:
        return _in_range(column, text)
    return text in column.allowed


def _in_range(column: Column, text: str) -> bool:
    if not re.fullmatch(r"[+-]?\d+(\.0+)?", text):
        return False
    value = float(text)
    above = column.minimum is None or value >= column.minimum
    return above and (column.maximum is None or value <= column.maximum)


@cache
def _words_by_target(column: Column) -> dict[str, set[str]]:
    """Every allowed value with all it is known by, in plain form."""
    synonyms = BOOLEANS if column.type is Type.BOOLEAN else SYNONYMS.get(column.name, {})
    return {target: {plain(target), *synonyms.get(target, ())} for target in targets(column)}


def _contained(spelled: str, words: dict[str, set[str]]) -> str | None:
    """The target whose longest synonym stands whole in the text, unless the text denies it."""
    tokens = spelled.split()
    best: dict[int, set[str]] = {}
    for target, known in words.items():
        for synonym in known:
            inner = synonym.split()
            if inner and _stands_in(inner, tokens):
                best.setdefault(len(synonym), set()).add(target)
    found = best[max(best)] if best else set()
    return found.pop() if len(found) == 1 else None


def _stands_in(inner: list[str], tokens: list[str]) -> bool:
    """Whether the words stand in a row, and no word before them or at the very end denies them."""
    for start in range(len(tokens) - len(inner) + 1):
        end = start + len(inner)
        if tokens[start:end] == inner:
            last = tokens[end:] if len(tokens) == end + 1 else []
            return not DENYING & {*tokens[:start], *last}
    return False


def _like(spelled: str, words: dict[str, set[str]]) -> str | None:
    """The target with the most alike word, where it is alike enough and no other is as alike."""
    scores = sorted(
        (max(fuzz.ratio(spelled, synonym) for synonym in known), target)
        for target, known in words.items()
    )
    is_clear = len(scores) < 2 or scores[-1][0] > scores[-2][0]
    return scores[-1][1] if scores and scores[-1][0] >= LIKE and is_clear else None


def _parts(values: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """The items of a list column, each with its rows."""
    counts: dict[str, int] = {}
    for text, rows_n in values:
        for part in filter(None, map(str.strip, text.split(";"))):
            counts[part] = counts.get(part, 0) + rows_n
    return tuple(counts.items())
