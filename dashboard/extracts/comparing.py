"""Warnings about the extract as a whole, and in comparison with what its source sent before."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.contracts.rules import whole_extract
from dashboard.contracts.rules.rule import Rule
from dashboard.extracts.findings import Finding, masked
from dashboard.extracts.manifest import Manifest, Mode
from dashboard.store.records import Extract
from dashboard.store.store import Store

MOST_ON_DAY_0 = 0.20  # data-contract.md "Findings": more than 20 % closed on day 0
FEWER_BY = 0.30  # 30 % fewer rows than the last extract of the source
ENDED = "status in ('closed', 'withdrawn', 'transferred', 'escalated')"


@dataclass(frozen=True)
class Before:
    """What the source has published before this extract."""

    store: Store | None
    extracts: tuple[Extract, ...]
    published: tuple[Extract, ...] = ()  # all sources' extracts, in the order of upload

    def files(self, dataset: str) -> list[str]:
        """Parquet files of the source's earlier rows of a dataset."""
        ids = [e.extract_id for e in self.extracts if e.dataset == dataset]
        return self.store.parquet_files(dataset, ids) if self.store and ids else []

    def all_files(self, dataset: str) -> list[str]:
        """Parquet files of every source's published rows of a dataset, replaced ones left out."""
        if self.store is None:
            return []
        own = [e for e in self.published if e.dataset == dataset]
        shown = [
            extract.extract_id
            for extract in own
            if not any(_is_replaced(extract, other) for other in own)
        ]
        return self.store.parquet_files(dataset, shown)


def _is_replaced(extract: Extract, other: Extract) -> bool:
    """Whether a later full snapshot of the same source took the extract's place."""
    return (
        other.mode == Mode.FULL_SNAPSHOT
        and other.source_system == extract.source_system
        and (other.as_of, other.uploaded_at) > (extract.as_of, extract.uploaded_at)
    )


def extract_findings(
    con: duckdb.DuckDBPyConnection, manifest: Manifest, before: Before, accepted: int
) -> list[Finding]:
    """All warnings of the whole extract.

    Args:
        con: a connection that holds `typed` and `refused`.
        manifest: the extract's circumstances.
        before: the same source's published extracts.
        accepted: how many rows are taken in.
    """
    con.execute("create or replace view kept as from typed anti join refused using (line)")
    findings = _months_without_rows(con, manifest) if accepted else []
    if manifest.dataset.name == "complaints" and accepted:
        findings += _many_closed_on_day_0(con)
        findings += _compared_with_earlier(con, manifest, before)
    return findings + _fewer_rows(manifest, before, accepted)


def of_the_file(rule: Rule) -> Finding:
    """The finding of a rule that speaks of the file as a whole and takes nothing from it."""
    return _finding(rule)


def _finding(
    rule: Rule, *, row: int | None = None, column: str = "", value: object = None, **said: object
) -> Finding:
    return Finding(
        row, column or rule.columns[0], masked(value), rule.rule_id, rule.severity,
        rule.message.format(**said), rule.how_to_fix,
    )  # fmt: skip


def _many_closed_on_day_0(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    row = con.execute(
        f"select count(*) filter (closed_on = received_on), count(*) from kept where {ENDED}"
    ).fetchone()
    at_once, ended = row or (0, 0)
    if not ended or at_once / ended <= MOST_ON_DAY_0:
        return []
    return [
        _finding(
            whole_extract.MANY_CLOSED_ON_DAY_0,
            at_once=at_once,
            ended=ended,
            share=f"{at_once / ended:.0%}",
        )
    ]


def _months_without_rows(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> list[Finding]:
    day = manifest.dataset.main_day
    if day is None:
        return []
    rows = con.execute(
        f"select distinct date_trunc('month', {day})::date from kept order by 1"
    ).fetchall()
    present = {row[0] for row in rows}
    first = min(min(present), (manifest.period_start or min(present)).replace(day=1))
    covered_to = min(manifest.period_end or manifest.as_of, manifest.as_of)
    last = max(max(present), covered_to.replace(day=1))
    missing = []
    month = first
    while month <= last:
        if month not in present:
            missing.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return [
        _finding(
            whole_extract.MONTH_WITHOUT_ROWS,
            column=day,
            value=f"{month:%Y-%m}",
            month=f"{month:%B %Y}",
        )
        for month in missing
    ]


def _fewer_rows(manifest: Manifest, before: Before, accepted: int) -> list[Finding]:
    earlier = [e for e in before.extracts if e.dataset == manifest.dataset.name]
    if not earlier or accepted > (1 - FEWER_BY) * earlier[-1].accepted:
        return []
    return [
        _finding(
            whole_extract.FEWER_ROWS,
            accepted=accepted,
            source=manifest.source_system,
            file=earlier[-1].file_name,
            before=earlier[-1].accepted,
        )
    ]


def _compared_with_earlier(
    con: duckdb.DuckDBPyConnection, manifest: Manifest, before: Before
) -> list[Finding]:
    files = before.files("complaints")
    if not files:
        return []
    own = [e for e in before.extracts if e.dataset == "complaints"]
    ordered = sorted(own, key=lambda extract: extract.as_of)  # sorted keeps the order of upload
    con.execute(
        "create or replace temp table places (extract_id varchar, place integer, mode varchar,"
        " period_start date, period_end date)"
    )
    con.executemany(
        "insert into places values ($1, $2, $3, $4, $5)",
        [(e.extract_id, n, e.mode, e.period_start, e.period_end) for n, e in enumerate(ordered)],
    )
    # as the mart does: the latest row of each key, unless a later extract took its place
    con.execute(
        "create or replace temp table earlier as with latest as ("
        "select complaint_id, status, received_on, place"
        " from read_parquet($files, hive_partitioning = true) join places using (extract_id)"
        " where source_system = $source"
        " qualify row_number() over (partition by complaint_id order by place desc) = 1)"
        " select complaint_id, status, received_on from latest where not exists ("
        "select 1 from places as later where later.place > latest.place"
        " and (later.mode = 'full_snapshot' or later.mode = 'replace_period'"
        " and latest.received_on between later.period_start and later.period_end))",
        {"files": files, "source": manifest.source_system},
    )
    return _open_again(con) + _open_case_missing(con, manifest)


def _open_again(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    rows = con.execute(
        "select kept.line, complaint_id from kept join earlier using (complaint_id)"
        " where earlier.status = 'closed' and kept.status = 'open' order by kept.line"
    ).fetchall()
    return [
        _finding(
            whole_extract.CLOSED_CASE_OPEN_AGAIN, row=line, value="open", complaint_id=masked(key)
        )
        for line, key in rows
    ]


def _open_case_missing(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> list[Finding]:
    before_period = "true" if manifest.mode is Mode.FULL_SNAPSHOT else "received_on < $start"
    rows = con.execute(
        "select complaint_id from earlier where status in ('open', 'reopened')"
        f" and {before_period} and complaint_id not in"
        " (select complaint_id from typed where complaint_id is not null) order by complaint_id",
        {"start": manifest.period_start} if "$start" in before_period else {},
    ).fetchall()
    return [
        _finding(whole_extract.OPEN_CASE_MISSING, value=row[0], complaint_id=masked(row[0]))
        for row in rows
    ]
