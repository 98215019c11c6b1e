"""Findings: one problem at one row and column, with its fix; and the files that carry them home."""

import codecs
import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from dashboard.contracts.dataset import Dataset
from dashboard.contracts.rules.rule import Severity
from dashboard.contracts.rules.whole_extract import FILE_REFUSED
from dashboard.extracts.checking import Check
from dashboard.extracts.header import short
from dashboard.extracts.mapping import Mapped
from dashboard.extracts.reading import Source
from dashboard.extracts.sql_text import name as quoted

LONGEST, LONGEST_COLUMN = 40, 200
CSV_COLUMNS = ("row", "column", "value", "rule_id", "severity", "message", "how_to_fix")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones in Asia
NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)([eE][+-]?\d+)?")
IN_MEMORY = 20_000_000  # bytes of a report on its way; more are put aside
DATE_OR_NUMBER = re.compile(
    r"(?P<date>(?<![\d-])(?:\d{4}-[01]?\d-[0-3]?\d|[0-3]?\d-[0-3]?\d-(?:19|20)\d\d)"
    r"(?:[T ]\d\d?:\d\d)?(?![\d-]))"
    r"|\d(?:[ -]?\d){6,}"
)
EMAIL = re.compile(r"(?<![^\s@,;<>])[^\s@,;<>]+@[^\s@,;<>]+\.\w{2,}")  # from its first letter
LOOKED_AT = 1000  # characters of a cell; masking shortens little, so 40 remain of any text
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
    if len(text) > LOOKED_AT:  # up to the last whole word, so that nothing to hide is cut
        text = text[:LOOKED_AT].rpartition(" ")[0] or text[:LOOKED_AT]
    text = DATE_OR_NUMBER.sub(_hide, EMAIL.sub(HIDDEN, text))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _hide(number: re.Match[str]) -> str:
    if number["date"]:
        return number[0]
    hidden = re.sub(r"\d", "•", number[0])
    return hidden[:-2] + number[0][-2:]


def row_findings(source: Source, mapped: Mapped, checks: list[Check]) -> Iterator[Finding]:
    """Give the findings of rows, in the order of the rows; what identifies a person is hidden."""
    return (finding for finding, _ in broken_checks(source, mapped, checks))


def broken_checks(
    source: Source, mapped: Mapped, checks: list[Check]
) -> Iterator[tuple[Finding, Check]]:
    """Give the findings of rows, each with the check that made it, in the order of the rows."""
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
            yield _finding(line, check, dict(zip(names, texts, strict=True)), mapped), check


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
        column=short(mapped.shown_as.get(check.column, check.column), LONGEST_COLUMN),
        value=HIDDEN if secret else masked(texts.get(check.column)),
        rule_id=check.rule.rule_id,
        severity=check.rule.severity,
        message=_filled(check.rule.message, shown),
        how_to_fix=check.rule.how_to_fix,
    )


def _filled(message: str, shown: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: shown.get(match[1], "missing"), message)


@contextmanager
def opened_text(target: Path | BinaryIO) -> Iterator[TextIO]:
    """A text file to write, with a byte order mark only where a spreadsheet needs it."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+b") as aside:
        text = io.TextIOWrapper(aside, encoding="utf-8", errors="replace", newline="")
        yield text
        text.flush()
        aside.seek(0)
        is_ascii = all(line.isascii() for line in aside)
        aside.seek(0)
        if isinstance(target, Path):
            with target.open("wb") as file:
                _copy(aside, file, with_mark=not is_ascii)
        else:
            _copy(aside, target, with_mark=not is_ascii)
        text.detach()


def _copy(text: Any, file: BinaryIO, with_mark: bool) -> None:
    file.write(codecs.BOM_UTF8 if with_mark else b"")
    shutil.copyfileobj(text, file)


def write_findings(target: Path | BinaryIO, findings: Iterator[Finding]) -> None:
    """Write all findings as CSV that a spreadsheet opens without running anything."""
    with opened_text(target) as file:
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


def harmless(value: object) -> str:
    """A cell that a spreadsheet shows and never runs; numbers stay numbers."""
    text = "" if value is None else str(value)
    if text.lstrip(" \u00a0\ufeff").startswith(FORMULA) and not NUMBER.fullmatch(text.strip(" ")):
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


def undated_n(source: Source, checks: list[Check], dataset: Dataset) -> int:
    """How many rows lack the dataset's main date, so that they belong to no month."""
    numbers = [
        number for number, check in enumerate(checks)
        if check.rule.rule_id == "missing_required" and check.column == dataset.main_date
    ]  # fmt: skip
    [(n,)] = source.con.execute(
        "select count(*) from found where list_contains($1::bigint[], number)", [numbers]
    ).fetchall()
    return int(n)


def cause(source: Source, checks: list[Check], mapped: Mapped, rule_id: str) -> str:
    """Where a rule is broken: the column that is not mapped, or the user's own, the worst first."""
    needed = [
        c.column
        for c in checks
        if c.rule.rule_id == rule_id and c.column and c.column not in mapped.columns
    ]
    if needed:
        return f"no column is mapped to {quoted(needed[0])}"
    broken = source.con.execute(
        "select number, count(*) from found group by number order by 2 desc, 1"
    ).fetchall()
    names = [
        mapped.shown_as[checks[number].column]
        for number, _ in broken
        if checks[number].rule.rule_id == rule_id and checks[number].column in mapped.shown_as
    ]
    more = f" and {len(names) - 1} more" if names[1:] else ""
    return f"in '{short(names[0])}'{more}" if names else ""
