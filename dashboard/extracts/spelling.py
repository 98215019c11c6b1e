"""Codes of a published taxonomy in any spelling, read as the taxonomy's own."""

import duckdb

from dashboard.contracts.taxonomies import TAXONOMIES, Subject
from dashboard.extracts.header import plain
from dashboard.extracts.mapping import Mapped
from dashboard.extracts.sql_text import literal

LEFT_OUT = frozenset({"and", "amp"})
PREFIXES = ("subject area ", "hcat ")  # as the published returns name their columns


def respelled(con: duckdb.DuckDBPyConnection, mapped: Mapped) -> dict[str, str]:
    """SQL of the columns that hold subjects, where some code of `mapped` is written otherwise."""
    columns = [c.name for c in mapped.dataset.columns if c.is_subject and c.name in mapped.columns]
    if "taxonomy" not in mapped.columns:
        return {}
    found = {name: _cases(con, name) for name in columns}
    return {name: f"case{cases} else raw_{name} end" for name, cases in found.items() if cases}


def code_of(taxonomy: str, text: str) -> str | None:
    """The code that a text means in a taxonomy; None where it knows none, or takes any."""
    wanted = _words(text)
    for subject in TAXONOMIES.get(taxonomy, ()):
        if wanted in _known(subject):
            return subject.code
    return None


def _cases(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """One `when` for each spelling in the file that is not the taxonomy's own."""
    listed = [taxonomy for taxonomy, subjects in TAXONOMIES.items() if subjects]
    rows = con.execute(
        f"select distinct raw_taxonomy, raw_{name} from mapped"
        f" where list_contains($1, raw_taxonomy) and raw_{name} is not null order by all",
        [listed],
    ).fetchall()
    meant = [(taxonomy, text, code_of(taxonomy, text)) for taxonomy, text in rows]
    return "".join(
        f" when raw_taxonomy = {literal(taxonomy)} and raw_{name} = {literal(text)}"
        f" then {literal(code)}"
        for taxonomy, text, code in meant
        if code is not None and code != text
    )


def _known(subject: Subject) -> set[str]:
    return {_words(subject.code), *map(_words, subject.spellings)}


def _words(text: str) -> str:
    words = " ".join(word for word in plain(text).split() if word not in LEFT_OUT)
    for prefix in PREFIXES:
        words = words.removeprefix(prefix)
    return words
