"""Findings: one problem at one row and column, with its fix; and the files that carry them home."""

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from dashboard.contracts.rules.rule import Severity
from dashboard.contracts.rules.whole_extract import FILE_REFUSED
from dashboard.extracts.checking import Check
from dashboard.extracts.mapping import Mapped
from dashboard.extracts.reading import Source
from dashboard.extracts.sql_text import name as quoted

LONGEST = 40
CSV_COLUMNS = ("row", "column", "value", "rule_id", "severity", "message", "how_to_fix")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DATE_OR_NUMBER = re.compile(
    r"(?P<date>(?<![\d-])(?:\d{4}-[01]?\d-[0-3]?\d|[0-3]?\d-[0-3]?\d-(?:19|20)\d\d)"
    r"(?:[T ]\d\d?:\d\d)?(?![\d-]))"
    r"|\d(?:[ -]?\d){6,}"
)
EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.\w{2,}")
HIDDEN = "•••"


@dataclass(frozen=True)
class Finding:
    """A breach of a rule; row None speaks of the whole file."""

    row: int | None
    column: str
    value: str
    rule_id: str
    severity: Severity
    message: str
    how_to_fix: str


def masked(value: object) -> str:
    """At most 40 characters, with the digits of long numbers (seven or more) hidden but for two.

    Dates stay readable: they are what most findings are about. Of an e-mail address nothing is.
    """
    text = "" if value is None else str(value)
    text = DATE_OR_NUMBER.sub(_hide, EMAIL.sub(HIDDEN, text))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _hide(number: re.Match[str]) -> str:
    if number["date"]:
        return number[0]
    hidden = re.sub(r"\d", "•", number[0])
    return hidden[:-2] + number[0][-2:]


def row_findings(source: Source, mapped: Mapped, checks: list[Check]) -> Iterator[Finding]:
    """Give the findings of rows, in the order of the rows; what identifies a person is hidden."""
    names = list(mapped.columns)
    selected = "".join(f", {_shown(source, name)}" for name in names)
    cursor = source.con.cursor()
    cursor.execute(
        f"select line, number{selected} from found left join mapped using (line)"
        " order by line, number"
    )
    while batch := cursor.fetchmany(10_000):
        for line, number, *texts in batch:
            check = checks[number]
            yield _finding(line, check, dict(zip(names, texts, strict=True)), mapped)


def _shown(source: Source, name: str) -> str:
    """SQL of a column's text as any finding of its row may show it."""
    holds = "column_name = $1 limit 1"
    if not source.con.execute(f"select 1 from identifiable where {holds}", [name]).fetchone():
        return f"raw_{name}"
    return (
        f"case when line in (select line from identifiable where column_name = '{name}')"
        f" then '{HIDDEN}' else raw_{name} end"
    )


def _finding(line: int, check: Check, texts: dict[str, str | None], mapped: Mapped) -> Finding:
    shown = {name: masked(text) or "empty" for name, text in texts.items()}
    secret = check.rule.rule_id == "identifier_in_hash"
    return Finding(
        row=line,
        column=mapped.shown_as.get(check.column, check.column),
        value=HIDDEN if secret else masked(texts.get(check.column)),
        rule_id=check.rule.rule_id,
        severity=check.rule.severity,
        message=_filled(check.rule.message, shown),
        how_to_fix=check.rule.how_to_fix,
    )


def _filled(message: str, shown: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: shown.get(match[1], "missing"), message)


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """A CSV file to write, with a byte order mark only where a spreadsheet needs it."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        yield file
    if not path.is_file():  # a pipe or a device
        return
    with path.open("rb") as written:
        is_ascii = all(line.isascii() for line in written)
    if not is_ascii:
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())


def write_findings(path: Path, findings: Iterator[Finding]) -> None:
    """Write all findings as CSV that a spreadsheet opens without running anything."""
    with _opened(path) as file:
        writer = csv.writer(file)
        writer.writerow(CSV_COLUMNS)
        for finding in findings:
            row = "" if finding.row is None else finding.row
            cells = (finding.column, finding.value, finding.rule_id, finding.severity,
                     finding.message, finding.how_to_fix)  # fmt: skip
            writer.writerow((row, *map(harmless, cells)))


def file_refused(why: str) -> Finding:
    """The one finding of a file that is refused as a whole."""
    rule = FILE_REFUSED
    message = _filled(rule.message, {"why": why})
    return Finding(None, "", "", rule.rule_id, rule.severity, message, rule.how_to_fix)


def write_refused_file(path: Path, source: Source | None, why: str) -> None:
    """Write all rows of a file that is refused as a whole, as `write_annotated` does."""
    with _opened(path) as file:
        writer = csv.writer(file)
        writer.writerow((*map(harmless, source.headers if source else ()), "rule", "fix"))
        for _, *texts in _rows(source, "") if source else ():
            writer.writerow((*map(harmless, texts), FILE_REFUSED.rule_id, harmless(why)))


def write_annotated(path: Path, source: Source, mapped: Mapped, checks: list[Check]) -> None:
    """Write the refused rows in the user's own columns with two more: rule and fix."""
    problems: dict[int, tuple[list[str], list[str]]] = {}
    for finding in row_findings(source, mapped, checks):
        if finding.severity is Severity.ERROR and finding.row is not None:
            rules, fixes = problems.setdefault(finding.row, ([], []))
            rules.append(f"{finding.column}: {finding.rule_id}")
            fixes.append(f"{finding.message} {finding.how_to_fix}")
    with _opened(path) as file:
        writer = csv.writer(file)
        writer.writerow((*map(harmless, source.headers), "rule", "fix"))
        for line, *texts in _rows(source, "semi join refused using (line)"):
            rules, fixes = problems.get(line, ([], []))
            writer.writerow((*map(harmless, texts), "; ".join(rules), harmless(" ".join(fixes))))


def _rows(source: Source, among: str) -> Iterator[tuple[Any, ...]]:
    """Line and cells of the rows as they came, in their order."""
    cells = ", ".join(f"c{number}" for number in range(len(source.headers)))
    cursor = source.con.cursor()
    cursor.execute(f"select line, {cells} from source {among} order by line")
    while batch := cursor.fetchmany(10_000):
        yield from batch


def harmless(value: object) -> str:
    """A cell that a spreadsheet shows and never runs; numbers stay numbers."""
    text = "" if value is None else str(value)
    begun = text.strip(" ")
    if begun.startswith(FORMULA) and not re.fullmatch(r"[+-]?\d+([.,]\d+)*", begun):
        return "'" + text
    return text


def counts(source: Source, checks: list[Check]) -> dict[str, int]:
    """How many findings each rule has, in the order of the checks."""
    found: dict[str, int] = {}
    for number, count in source.con.execute(
        "select number, count(*) from found group by number order by number"
    ).fetchall():
        rule_id = checks[number].rule.rule_id
        found[rule_id] = found.get(rule_id, 0) + int(count)
    return found


def unmapped_cause(checks: list[Check], mapped: Mapped, rule_id: str) -> str:
    """Name the contract column that a rule needs and the profile does not map, if that is so."""
    needed = [
        c.column
        for c in checks
        if c.rule.rule_id == rule_id and c.column and c.column not in mapped.columns
    ]
    return f"no column is mapped to {quoted(needed[0])}" if needed else ""
