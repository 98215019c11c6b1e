"""Texts as SQL: profiles name columns and values, and both reach DuckDB only through here."""

from collections.abc import Iterable


def literal(text: str) -> str:
    """Quote a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Quote several texts, separated by commas."""
    return ", ".join(literal(text) for text in texts)


def name(text: str) -> str:
    """Quote a column's name."""
    return '"' + text.replace('"', '""') + '"'
