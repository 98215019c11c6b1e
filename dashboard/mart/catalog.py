"""The named SQL files and what their headers promise. It runs none of them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from dashboard.errors import DashboardError
from dashboard.settings import ROOT

QUERIES = ROOT / "queries"
BEHIND = ("mart", "visible", "invariants", "comparing")  # no page asks these of a mart

ISSUE = "issue"
"""Column of `$wanted` that names what complaints must be about."""
OF_SUBJECT = "\x1f"
"""Ends a part that tells complaints about one subject from the others; no subject's name has it."""


class Ask(Protocol):
    """Answers a named query as one viewer may see it."""

    def __call__(self, name: str, /, **params: Any) -> pa.Table:
        """Run queries/NAME.sql with exactly the parameters of its header."""
        ...


@dataclass(frozen=True)
class Query:
    """One SQL file; params and columns map names to types."""

    name: str
    sql: str
    question: str
    page: str
    grain: str
    params: dict[str, str]
    columns: dict[str, str]


@cache
def load(name: str) -> Query:
    """Read queries/NAME.sql.

    Raises:
        DashboardError: there is no such file, or its header lacks a question.
    """
    path = QUERIES / f"{name}.sql"
    if not path.is_file():
        raise DashboardError(f"There is no query {name} (queries/{name}.sql).")
    return parse(name, path.read_text(encoding="utf-8"))


def parse(name: str, sql: str) -> Query:
    """Read a SQL text's header; see `load`."""
    header = _header(sql)
    if "question" not in header:
        raise DashboardError(f"queries/{name}.sql has no question in its header.")
    return Query(
        name=name,
        sql=sql,
        question=" ".join(header["question"]),
        page=" ".join(header.get("page", [])),
        grain=" ".join(header.get("grain", [])),
        params=_named(header.get("params", []), r"\$(\w+)\s+(\S+)"),
        columns=_named(header.get("columns", []), r"(\w+)\s+(\S+)"),
    )


def names() -> list[str]:
    """Names of the queries of pages: not those that build the mart or guard it."""
    found = (path.relative_to(QUERIES).with_suffix("") for path in QUERIES.rglob("*.sql"))
    return sorted(path.as_posix() for path in found if path.parts[0] not in BEHIND)


def files(folder: str) -> list[Path]:
    """The SQL files of one folder in the order of their names."""
    return sorted((QUERIES / folder).glob("*.sql"))


def _header(sql: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    part = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        named = re.match(r"-- (question|page|params|grain|columns):\s*(.*)", line)
        if named:
            part = named[1]
        text = named[2] if named else line.removeprefix("--").strip()
        if part and text:
            parts.setdefault(part, []).append(text)
    return parts


def _named(lines: list[str], pattern: str) -> dict[str, str]:
    matches = (re.match(pattern, line) for line in lines if line != "none")
    return {match[1]: match[2] for match in matches if match}
