"""The story of an import: read, map, check, report, store, publish; a module a step."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

import duckdb

from dashboard.contracts.registry import CONTRACT_VERSION
from dashboard.contracts.rules.whole_extract import FILE_REFUSED, NO_LINK_KEY
from dashboard.errors import Refused
from dashboard.extracts import checking, findings, orphans, units
from dashboard.extracts.checking import Check, Circumstances
from dashboard.extracts.comparing import Before, extract_findings, of_the_file
from dashboard.extracts.findings import Finding
from dashboard.extracts.manifest import Manifest, Mode
from dashboard.extracts.mapping import Mapped, map_rows, wanted_names
from dashboard.extracts.progress import Progress, Step, silent, told
from dashboard.extracts.reading import Detected, Source, as_text, read_source
from dashboard.extracts.report import FileRefused, Report
from dashboard.extracts.request import Request, manifest_of
from dashboard.extracts.tidying import tidied
from dashboard.store import damage
from dashboard.store.records import Extract, Publication
from dashboard.store.store import Store

BATCH = 20_000  # rows on their way to the store at a time; larger ones take memory, not less time


@dataclass(frozen=True)
class Checked:
    """A file read, mapped and checked, with everything needed to report on it or to store it."""

    request: Request
    manifest: Manifest
    source: Source
    mapped: Mapped
    checks: list[Check]
    of_the_file: list[Finding]
    report: Report

    def all_findings(self) -> Iterator[Finding]:
        """The findings of the file as a whole, then those of its rows."""
        rows = findings.row_findings(self.source, self.mapped, self.checks)
        return chain(self.of_the_file, rows)


def check_file(request: Request, store: Store | None, progress: Progress = silent) -> Checked:
    """Read, map and check; nothing is stored. `progress` hears of each step.

    Raises:
        Refused: the file as a whole can't be taken; the text says why and how to fix it.
        WrongUsage: dataset, source or options don't go together.
    """
    manifest = manifest_of(request)
    source = None
    try:
        _refuse_period_without_dates(manifest)
        wanted = wanted_names(request.profile, manifest.dataset)
        progress(Step.READING, None)
        source = read_source(request.file, request.profile.file, wanted, request.limits)
        return _check(request, manifest, source, store, progress)
    except Refused as refusal:
        raise FileRefused(refusal_of(request, str(refusal), source), source) from None
    except duckdb.Error as error:
        why = damage.in_words(store, str(error)) or _fault_in_words(request, error)
        raise FileRefused(refusal_of(request, why, source), source) from None


def _fault_in_words(request: Request, error: duckdb.Error) -> str:
    """What went wrong, without the value that it went wrong with: it may name a person."""
    reason = re.sub(r"'[^']*'", "'…'", str(error).splitlines()[0])
    return f"{request.file.name} can't be checked; this is a fault of the program: {reason}"


def _refuse_period_without_dates(manifest: Manifest) -> None:
    if manifest.mode is Mode.REPLACE_PERIOD and not manifest.dataset.can_replace_period:
        raise Refused(
            f"The {manifest.dataset.name} have no period that --mode replace_period could "
            "replace; use append or full_snapshot for them."
        )


def refusal_of(request: Request, why: str, source: Source | None = None) -> Report:
    """The report on a file that is refused as a whole: all its rows, with one finding."""
    manifest = manifest_of(request)
    rows_in = source.rows_in if source else 0
    return Report(
        manifest.dataset.name, manifest.source_system, request.as_of, why, rows_in=rows_in,
        refused=rows_in, findings={FILE_REFUSED.rule_id: 1},
        detected=source.detected if source else Detected(), is_refused=True,
    )  # fmt: skip


def _check(
    request: Request, manifest: Manifest, source: Source, store: Store | None, progress: Progress
) -> Checked:
    if request.row_count is not None and request.row_count != source.rows_in:
        raise Refused(
            f"The file has {source.rows_in} rows, but {request.row_count} were announced."
        )
    progress(Step.MAPPING, None)
    mapped = map_rows(source, request.profile, manifest.dataset, request.link_key)
    at = Circumstances(
        manifest.source_system, request.as_of, manifest.timezone, request.profile.file
    )
    progress(Step.CHECKING, None)
    checking.type_rows(source.con, mapped, at)
    checks = checking.find(source.con, mapped, source.too_long)
    progress(Step.COMPARING, None)
    before = _before(store, manifest, request.beside)
    new_units = units.find_unseen(source.con, mapped, manifest, before, checks,
                                  register=request.profile.register_units)  # fmt: skip
    orphans.find_orphans(source.con, mapped, manifest, before, checks)
    refused = _one(source, "select count(*) from refused")
    accepted = source.rows_in - mapped.skipped - refused
    manifest = _with_period(manifest, source)
    whole = extract_findings(source.con, manifest, before, accepted)
    if mapped.is_unlinked:
        whole.append(of_the_file(NO_LINK_KEY))
    report = Report(
        manifest.dataset.name, manifest.source_system, request.as_of, "",
        rows_in=source.rows_in, accepted=accepted, refused=refused, skipped=mapped.skipped,
        skipped_lines=mapped.skipped_lines,
        findings=_counts(source, checks, whole), detected=source.detected,
        new_units=new_units, undated_n=findings.undated_n(source, checks, manifest.dataset),
    )  # fmt: skip
    return Checked(request, manifest, source, mapped, checks, whole, report)


def _before(store: Store | None, manifest: Manifest, beside: tuple[str, ...]) -> Before:
    """What is published, as it will be together with the extracts beside the file."""
    current = store.current() if store else None
    if store is None or not (current or beside):
        return Before(None, ())
    published = store.extracts_of(current) if current else ()
    more = set(beside) - {extract.extract_id for extract in published}
    published += tuple(extract for extract in store.extracts() if extract.extract_id in more)
    own = tuple(e for e in published if e.source_system == manifest.source_system)
    return Before(store, own, published)


def _with_period(manifest: Manifest, source: Source) -> Manifest:
    """The period is the span of the accepted rows' main date, unless it was given."""
    day = manifest.dataset.main_day
    if day is None:
        return manifest
    first, last = source.con.execute(
        f"select min({day}), max({day}) from typed anti join refused using (line)"
    ).fetchall()[0]
    start, end = manifest.period_start or first, manifest.period_end or last
    if first and manifest.mode is Mode.REPLACE_PERIOD and (last < start or first > end):
        raise Refused(
            f"No row lies in the period from {start} to {end} that replace_period would replace: "
            f"they go from {first} to {last}. Check the period, and whether it is the right file."
        )
    return replace(manifest, period_start=start, period_end=end)


def _counts(source: Source, checks: list[Check], of_the_file: list[Finding]) -> dict[str, int]:
    counts = findings.counts(source, checks)
    for finding in of_the_file:
        counts[finding.rule_id] = counts.get(finding.rule_id, 0) + 1
    return counts


def _one(source: Source, query: str) -> int:
    row = source.con.execute(query).fetchone()
    return int(row[0]) if row else 0


# --- deciding, storing, publishing ----------------------------------------------------------------


def why_not_published(checked: Checked) -> str | None:
    """The reason why these rows must not be published, or None."""
    report, request = checked.report, checked.request
    judged = report.accepted + report.refused
    if judged and report.accepted == 0:
        return f"All rows are refused ({judged} of {judged}){_most(checked)}"
    if judged == 0:
        return "The profile skips every row of the file; check skip_where and one_per."
    if request.accept_refused or report.refused == 0:
        return None
    if request.mode is not Mode.APPEND:
        return (
            f"{report.refused} of {judged} rows are refused, and {request.mode} would remove "
            f"their good predecessors{_most(checked)}"
        )
    if report.refused / judged > request.max_refused_share:
        return (
            f"{report.refused} of {judged} rows are refused ({report.refused / judged:.1%}, "
            f"allowed are {request.max_refused_share:.0%}){_most(checked)}"
        )
    return None


def _most(checked: Checked) -> str:
    """Name the commonest reasons, and the column that is missing where one is."""
    errors = {check.rule.rule_id for check in checked.checks if check.rule.severity == "error"}
    ranked = sorted(
        ((count, rule) for rule, count in checked.report.findings.items() if rule in errors),
        reverse=True,
    )
    reasons = []
    for count, rule_id in ranked[:3]:
        cause = findings.cause(checked.source, checked.checks, checked.mapped, rule_id)
        times = "once" if count == 1 else f"{count} times"
        reasons.append(f"{rule_id} {times}" + (f" ({cause})" if cause else ""))
    return f": {', '.join(reasons)}." if reasons else "."


def import_file(
    request: Request, open_store: Callable[[], Store], progress: Progress = silent
) -> Report:
    """Import one file: from its bytes to a publication.

    The same bytes with the same manifest change nothing; withdrawn ones are published again
    without a second copy.

    Raises:
        Refused: nothing was stored or published; the last publication stands.
    """
    store = open_store()
    return store_checked(check_file(request, store, progress), store, progress)


def store_checked(checked: Checked, store: Store, progress: Progress = silent) -> Report:
    """Store and publish what was checked; see `import_file`."""
    current = store.current()
    beside = checked.request.beside
    if current is not None and {extract_id_of(checked), *beside} <= set(current.extracts):
        return _unchanged(checked, current)
    report = store_rows(checked, store, progress)
    progress(Step.PUBLISHING, None)
    note = as_text(checked.request.file.name)
    report = publish_stored(report, store, note=note, by=checked.request.by, beside=beside)
    return tidied(report, store, checked.request.retention_months, checked.request.by)


def store_rows(checked: Checked, store: Store, progress: Progress = silent) -> Report:
    """Store the accepted rows, visible to nobody until `publish_stored`; the report names them.

    Raises:
        FileRefused: they must not be published; nothing was stored.
    """
    _refuse_what_must_not_be_published(checked)
    extract_id = extract_id_of(checked)
    known = store.extract(extract_id)
    if known is None or known.purged_at is not None:
        progress(Step.STORING, 0.0)
        reader = checked.source.con.sql(
            checking.accepted_columns(checked.manifest.dataset, extract_id)
        ).to_arrow_reader(BATCH)
        reader = told(reader, checked.report.accepted, progress)
        store.append_extract(_extract(checked, extract_id), reader)
    return replace(checked.report, extract_id=extract_id)


def publish_stored(
    report: Report, store: Store, *, note: str, by: str, beside: tuple[str, ...] = (),
    base: tuple[str, ...] | None = None,
) -> Report:  # fmt: skip
    """Make stored rows visible, after those beside them; the report tells under which number.

    Raises:
        Refused: other extracts than those of `base` are visible, where it is given.
    """
    stored = (*beside, *((report.extract_id,) if report.extract_id else ()))

    def with_stored(visible: tuple[str, ...]) -> tuple[str, ...]:
        if base is not None and visible != base:
            raise Refused(
                "Somebody published in the meantime, so what would change is no longer what is "
                "shown here. Nothing was published. Check the file again."
            )
        return (*visible, *(extract for extract in stored if extract not in visible))

    publication = store.publish(with_stored, reason="import", note=note, by=by)
    return replace(
        report,
        published=True,
        publication=publication.publication,
        message=_published_in_words(report, publication),
    )


def _refuse_what_must_not_be_published(checked: Checked) -> None:
    reason = why_not_published(checked)
    if reason is None:
        return
    message = f"{reason} Nothing was published; the last publication stands."
    if "accept" not in reason and checked.report.accepted:
        message += " To publish the accepted rows all the same, add --accept-refused."
    raise FileRefused(replace(checked.report, message=message, is_refused=True))


def extract_id_of(checked: Checked) -> str:
    """The id that these bytes with this manifest and profile have."""
    manifest = replace(
        checked.manifest,
        period_start=checked.request.period_start,
        period_end=checked.request.period_end,
    )
    profile_hash = checked.request.profile.content_hash
    if checked.mapped.is_unlinked:  # with a key the same file is another extract
        profile_hash += " unlinked"
    return manifest.extract_id(checked.source.sha256, profile_hash)


def _unchanged(checked: Checked, current: Publication) -> Report:
    return replace(
        checked.report,
        extract_id=extract_id_of(checked),
        publication=current.publication,
        message="This file was imported before with the same manifest; nothing was changed.",
    )


def _extract(checked: Checked, extract_id: str) -> Extract:
    request, report, manifest = checked.request, checked.report, checked.manifest
    return Extract(
        extract_id=extract_id,
        dataset=report.dataset,
        source_system=report.source_system,
        as_of=report.as_of,
        mode=str(manifest.mode),
        period_start=manifest.period_start,
        period_end=manifest.period_end,
        timezone=manifest.timezone,
        register_units=request.profile.register_units,
        mapped_columns=tuple(checked.mapped.columns),
        file_name=as_text(request.file.name),
        sha256=checked.source.sha256,
        profile=request.profile.name,
        contract_version=CONTRACT_VERSION,
        rows_in=report.rows_in,
        accepted=report.accepted,
        refused=report.refused,
        skipped=report.skipped,
        findings=report.findings,
        undated_n=report.undated_n,
        uploaded_by=request.by,
        uploaded_at=datetime.now(UTC),
    )


def _published_in_words(report: Report, publication: Publication) -> str:
    return f"{report.in_words} Published as number {publication.publication}."


def dry_run(checked: Checked, store: Store | None) -> Report:
    """Say what an import into the store would do."""
    current = store.current() if store else None
    reason = why_not_published(checked)
    would = f"It would not be published: {reason}" if reason else "It would be published."
    if current is not None and extract_id_of(checked) in current.extracts:
        would = "It would change nothing: it was imported before with the same manifest."
    message = f"Dry run, nothing was stored. {checked.report.in_words} {would}"
    return replace(checked.report, message=message)
