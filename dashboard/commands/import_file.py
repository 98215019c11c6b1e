"""`import`: one file into the store, and the report on it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dashboard import settings
from dashboard.access.viewer import Role, Viewer
from dashboard.commands import progress_bar
from dashboard.commands.options import store_address, with_settings
from dashboard.errors import Refused, StoreMissing, WrongUsage
from dashboard.extracts import intake
from dashboard.extracts.annotated import write_annotated, write_refused_file
from dashboard.extracts.findings import (
    file_refused,
    write_findings,
)
from dashboard.extracts.intake import Checked, Request
from dashboard.extracts.manifest import Mode
from dashboard.extracts.profile import Profile, read_profile
from dashboard.extracts.progress import Progress, Step
from dashboard.extracts.report import FileRefused, Report
from dashboard.extracts.request import under
from dashboard.extracts.tidying import swept
from dashboard.store.store import Store, open_store

DAY = click.DateTime(formats=["%Y-%m-%d"])
OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as-of", type=DAY, required=True, help="The day up to which the file is complete.")
@click.option("--profile", type=click.Path(path_type=Path), help="A profile (TOML).")
@click.option("--dataset", help="Dataset, where no profile names it.")
@click.option("--source", help="Name of the source, where no profile names it.")
@click.option(
    "--mode",
    type=click.Choice([str(mode) for mode in Mode]),
    default="append",
    help="What the file replaces: rows of its keys, its period, or all of its source.",
)
@click.option("--period-start", type=DAY, help="First day that the file covers.")
@click.option("--period-end", type=DAY, help="Last day that the file covers.")
@click.option("--row-count", type=int, help="How many rows the file should have.")
@click.option("--dry-run", is_flag=True, help="Check and report; store nothing.")
@click.option("--accept-refused", is_flag=True, help="Publish although rows are refused.")
@click.option("--findings", "findings_out", type=OUT, help="Write every finding to this CSV.")
@click.option(
    "--annotated",
    type=OUT,
    help="Write the refused rows with rule and fix: .csv, or .xlsx with the cells marked.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document.")
@with_settings
def command(
    current: settings.Settings,
    dry_run: bool,
    findings_out: Path | None,
    annotated: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Import FILE: read, map, check, and publish what is good."""
    address = current.store if dry_run else store_address(current)
    request = _request(current, **given)
    try:
        with progress_bar.shown() as progress:
            store = _existing_store(address)
            checked = _checked(request, store, findings_out, annotated, progress)
            if dry_run:
                report = intake.dry_run(checked, store)
            else:
                store = store or open_store(store_address(current), create=True)
                report = intake.store_checked(checked, store, progress)
            if report.published and store is not None:
                progress(Step.BUILDING, None)
                report = _with_mart(report, store, current)
                swept(store, request.by)
    except Refused as refusal:
        if as_json:
            _print_json(_report_of(refusal, request))
        raise
    _print(report, as_json)


def _request(current: settings.Settings, **given: Any) -> Request:
    days = {
        name: value.date() if isinstance(value, datetime) else None
        for name, value in given.items()
        if name in ("as_of", "period_start", "period_end")
    }
    profile = read_profile(given["profile"]) if given["profile"] else Profile()
    request = Request(
        file=given["file"],
        as_of=days["as_of"] or datetime.min.date(),
        profile=profile,
        dataset=given["dataset"],
        source_system=given["source"],
        mode=Mode(given["mode"]),
        period_start=days["period_start"],
        period_end=days["period_end"],
        row_count=given["row_count"],
        accept_refused=given["accept_refused"],
        by=settings.user_name(),
    )
    return under(request, current)


def _existing_store(address: str | None) -> Store | None:
    """The store to compare with; a file that is refused makes none."""
    if address is None:
        return None
    try:
        return open_store(address)
    except StoreMissing:
        return None


def _checked(
    request: Request,
    store: Store | None,
    findings_out: Path | None,
    annotated: Path | None,
    progress: Progress,
) -> Checked:
    """Check the file and write the reports on it, also where it is refused as a whole."""
    try:
        checked = intake.check_file(request, store, progress)
    except FileRefused as refusal:
        why = str(refusal)
        with _writing():
            if findings_out is not None:
                write_findings(findings_out, iter([file_refused(why)]))
            if annotated is not None:
                write_refused_file(annotated, refusal.source, why)
        raise
    with _writing():
        if findings_out is not None:
            write_findings(findings_out, checked.all_findings())
        if annotated is not None:
            write_annotated(annotated, checked.source, checked.mapped, checked.checks)
    return checked


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WrongUsage(
            f"The report can't be written: {error.strerror} ({error.filename})."
        ) from None


def _report_of(refusal: Refused, request: Request) -> Report:
    """What to print of a refusal; the store's own says nothing of the file."""
    if isinstance(refusal, FileRefused):
        return refusal.report
    return replace(intake.refusal_of(request, str(refusal)), findings={})


def _with_mart(report: Report, store: Store, current: settings.Settings) -> Report:
    """Build the mart at once, so that nobody waits for it; the publication stands either way."""
    from dashboard.mart.locate import mart_for  # a dry run does without them
    from dashboard.measures.methods import years_missing

    try:
        publication = store.publication(report.publication or 0)
        mart = mart_for(store, publication, current, is_passing=True)
        lacking = years_missing(mart.ask(Viewer(Role.EXECUTIVE)))
    except Exception as error:  # whatever it is, the publication is made and must be reported
        return replace(report, message=f"{report.message} Its mart could not be built: {error}")
    return replace(report, message=f"{report.message} {lacking}".strip())


def _print(report: Report, as_json: bool) -> None:
    click.echo(report.message, err=True)
    if as_json:
        _print_json(report)
        return
    click.echo(f"extract      {report.extract_id or '-'}")
    click.echo(f"rows in      {report.rows_in}")
    click.echo(f"  accepted   {report.accepted}")
    click.echo(f"  refused    {report.refused}")
    click.echo(f"  skipped    {report.skipped}")
    for rule_id, count in report.findings.items():
        click.echo(f"  {count:>8}   {rule_id}")
    if report.new_units:
        click.echo(f"new units    {', '.join(report.new_units)}")


def _print_json(report: Report) -> None:
    """ASCII only, so that no console or pipe can fail on a unit's name."""
    click.echo(json.dumps(report.as_json()))
