"""`report brief`: write the month's page of HTML, for the board or for a unit."""

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from dashboard import settings
from dashboard.access.viewer import Audience, Role, Viewer
from dashboard.commands.opened_mart import opened_mart, with_units_below
from dashboard.commands.options import with_settings
from dashboard.errors import Refused, WrongUsage
from dashboard.mart.open import Mart
from dashboard.measures.phrases import ALL_UNITS
from dashboard.measures.selection import Selection
from dashboard.measures.worklist import Desk
from dashboard.reports.brief import Occasion, brief, month_of

MONTH = click.DateTime(formats=["%Y-%m"])
NOT_BUILT = {
    "board": "The board's pack is not built yet; `report brief --audience board` is.",
    "ko41a": "The KO41a return is not built yet.",
}
LATER = (".pdf", ".csv", ".xlsx")


@click.command("report")
@click.argument("kind", type=click.Choice(["brief", *NOT_BUILT]))
@click.option("--unit", help="This unit and all below it; without it, the whole organization.")
@click.option("--to", "to_month", type=MONTH, metavar="YYYY-MM", help="Its month; the last full.")
@click.option(
    "--audience",
    type=click.Choice([str(a) for a in Audience]),
    default="internal",
    help="Who reads it: the board sees no case and no figure under the floor.",
)
@click.option("--publication", type=int, help="A past publication; the current one by default.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A file, .html.")
@with_settings
def command(
    current: settings.Settings,
    kind: str,
    unit: str | None,
    to_month: dt.datetime | None,
    audience: str,
    publication: int | None,
    out: Path,
) -> None:
    """Write a report; `brief` is one page of HTML that needs nothing else to be read."""
    _check(kind, out)
    mart = opened_mart(current, publication)
    written = _brief(current, mart, unit, to_month and to_month.date(), Audience(audience),
                     is_newest=publication is None)  # fmt: skip
    _write(out, written)
    click.echo(str(out))


def _check(kind: str, out: Path) -> None:
    """Refuse at once what can't be written in the end."""
    if kind in NOT_BUILT:
        raise WrongUsage(NOT_BUILT[kind])
    suffix = out.suffix.lower()
    if suffix in LATER:
        raise WrongUsage(
            f"A brief as {suffix} is not built yet. Give --out a name that ends in .html; "
            "a browser prints that page as one sheet of A4, also into a PDF."
        )
    if suffix not in (".html", ".htm"):
        raise WrongUsage(f"--out takes a file that ends in .html; not '{out}'.")
    if not out.parent.is_dir():
        raise Refused(f"There is no folder {out.parent}. Make it first; nothing was written.")
    if out.is_dir():
        raise Refused(f"{out} is a folder. Give --out the name of a file; nothing was written.")


def _brief(
    current: settings.Settings,
    mart: Mart,
    unit: str | None,
    month: dt.date | None,
    audience: Audience,
    *,
    is_newest: bool,
) -> str:
    everybody = Viewer(Role.EXECUTIVE, audience=audience)
    units = with_units_below(mart.ask(everybody), (unit,) if unit else ())
    # a unit's brief goes to its manager, so it is asked as they may see it
    viewer = Viewer(Role.UNIT_MANAGER, (unit,), audience) if unit else everybody
    ask = mart.ask(viewer)
    occasion = Occasion(
        organization=current.organization,
        whole=_name_of(mart, unit),
        month=month_of(ask, mart.facts.as_of, month),
        publication=mart.facts.publication,
        as_of=mart.facts.as_of,
        is_sample=current.store is None,
    )
    standards = current.standards.model_copy(update={"audience": str(audience)})
    desk = Desk(
        _today(current, mart, is_newest=is_newest),
        current.open_cases_old_after_days,
        current.case_url,
    )
    return brief(ask, Selection(units=units), standards, occasion=occasion, desk=desk)


def _name_of(mart: Mart, unit: str | None) -> str:
    if unit is None:
        return ALL_UNITS
    rows = mart.query("filters/units", Viewer(Role.UNIT_MANAGER, (unit,))).to_pylist()
    return next((str(row["unit_name"]) for row in rows if row["unit_id"] == unit), unit)


def _today(current: settings.Settings, mart: Mart, *, is_newest: bool) -> dt.date:
    """The day in hand; of the sample, and of an earlier publication, the day of its data."""
    if mart.facts.as_of is not None and (current.store is None or not is_newest):
        return mart.facts.as_of
    return dt.datetime.now(ZoneInfo(current.time_zone)).date()


def _write(out: Path, text: str) -> None:
    """Write beside the file first, so that a report of before is replaced by a whole one or not."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Refused(f"{out} can't be written: {error.strerror}. Nothing was changed.") from None
