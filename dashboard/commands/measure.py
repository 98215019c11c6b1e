"""`measure NAME`: answer one measure, as a table or as one JSON document."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import Any

import click

from dashboard import settings
from dashboard.access.viewer import Audience, Role, Viewer, parse_viewer
from dashboard.commands.opened_mart import opened_mart, with_units_below
from dashboard.commands.options import with_settings
from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.mart.open import Mart
from dashboard.measures import control_rows, registry
from dashboard.measures.resolution import days_of
from dashboard.measures.rows import MeasureRow, MeasureTable
from dashboard.measures.selection import Selection
from dashboard.stats.control_charts import Kind

DAY = click.DateTime(formats=["%Y-%m-%d"])
COLUMNS = ("group", "n", "value", "lower", "upper", "numerator", "note")


@dataclass(frozen=True)
class Heading:
    """What the answer is about: which publication, complete up to which day."""

    publication: int
    as_of: dt.date | None


@dataclass(frozen=True)
class Answer:
    """A measure's rows; with --spc also the kind of the control chart, and why that one."""

    table: MeasureTable
    chart: str | None = None
    why: str = ""

    @property
    def more(self) -> tuple[str, ...]:
        """Keys of a row beside those that every measure has."""
        own = registry.MEASURES[self.table.measure].more_in_json
        if self.chart is None:
            return own
        return (*own, *control_rows.LIMITS, *(["day"] if self.chart == Kind.T else []))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as the contract has them."""
        return [_row(row, self.more) for row in self.table.rows]


@click.command("measure")
@click.argument("name")
@click.option("--by", metavar="GROUP", help="A row a unit, department, site, month, channel, …")
@click.option("--unit", "units", multiple=True, help="This unit and all below it; repeatable.")
@click.option("--from", "from_on", type=DAY, help="First day (of receipt, visit or event).")
@click.option("--to", "to_on", type=DAY, help="Last day.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only such rows; repeatable.")
@click.option("--days", type=click.IntRange(0), help="Days of resolved_within.")
@click.option("--publication", type=int, help="A past publication; the current one by default.")
@click.option("--as-of", type=DAY, help="Rewind to this day by the dates of the rows.")
@click.option(
    "--audience",
    type=click.Choice([str(a) for a in Audience]),
    default="internal",
    help="Who is shown the figure: the board sees none under the floor.",
)
@click.option("--spc", is_flag=True, help="Control limits and signals; with --by month.")
@click.option("--as", "role", metavar="ROLE[:UNIT,…]", help="Answer as this viewer would see it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_settings
def command(
    current: settings.Settings,
    name: str,
    publication: int | None,
    audience: str,
    spc: bool,
    role: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Answer measure NAME; an unknown name lists those there are."""
    _check(name, days=given["days"])
    selection = _selection(**given)
    registry.check(name, selection)
    if spc:
        control_rows.check(name, selection)
    viewer = parse_viewer(role or "executive", Audience(audience))
    mart = opened_mart(current, publication)
    ask = mart.ask(viewer)
    selection = replace(selection, units=with_units_below(ask, selection.units))
    _say_unknown(mart, viewer)
    standards = current.standards.model_copy(update={"audience": audience})
    answer = _answer(name, ask, selection, standards, spc=spc)
    heading = Heading(mart.facts.publication, _complete_to(mart, ask, name, selection.as_of))
    if as_json:
        days = days_of(selection, standards) if name == "resolved_within" else None
        filters = _filters(given, selection, days=days, audience=audience, role=role)
        click.echo(json.dumps(_document(heading, answer, filters), ensure_ascii=False))
    else:
        _print(heading, answer)


def _answer(
    name: str, ask: Ask, selection: Selection, standards: settings.Standards, *, spc: bool
) -> Answer:
    if not spc:
        return Answer(registry.answer(name, ask, selection, standards))
    found = control_rows.control_table(name, ask, selection, standards)
    return Answer(found.table, found.chart.value, found.why)


def _check(name: str, *, days: int | None) -> None:
    registry.definition(name)
    if days is not None and name != "resolved_within":
        raise WrongUsage(f"--days belongs to resolved_within; {name} has no days to choose.")


def _selection(
    *,
    by: str | None,
    units: tuple[str, ...],
    from_on: dt.datetime | None,
    to_on: dt.datetime | None,
    where: tuple[str, ...],
    days: int | None,
    as_of: dt.datetime | None,
) -> Selection:
    if from_on and to_on and from_on > to_on:
        raise WrongUsage(f"--from {from_on:%Y-%m-%d} lies after --to {to_on:%Y-%m-%d}.")
    return Selection(
        units=units,
        from_on=from_on and from_on.date(),
        to_on=to_on and to_on.date(),
        where=tuple(_condition(text) for text in where),
        by=by,
        as_of=as_of and as_of.date(),
        days=days,
    )


def _say_unknown(mart: Mart, viewer: Viewer) -> None:
    """A manager of a unit that does not exist sees nothing: say why."""
    if not viewer.units:
        return
    known = mart.query("filters/units_below", Viewer(Role.EXECUTIVE))["ancestor_id"].to_pylist()
    for unit in viewer.units:
        if unit not in known:
            click.echo(f"There is no unit '{unit}', so its manager sees nothing of it.", err=True)


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or not column.strip():
        raise WrongUsage(f"--where takes COLUMN=VALUE, such as channel=web; not '{text}'.")
    return column.strip(), value.strip()


def _complete_to(mart: Mart, ask: Ask, name: str, asked: dt.date | None) -> dt.date | None:
    """The day up to which the measure's sources are complete, or the earlier one asked for."""
    wanted = registry.MEASURES[name].needs
    sources = ask("methods/sources").to_pylist()
    days = [source["as_of"] for source in sources if source["dataset"] in wanted]
    complete_to = max(days, default=mart.facts.as_of)
    return min(filter(None, (complete_to, asked)), default=None)


def _filters(
    given: dict[str, Any],
    selection: Selection,
    *,
    days: int | None,
    audience: str,
    role: str | None,
) -> dict[str, Any]:
    return {
        "unit": list(given["units"]),
        "from": _day(selection.from_on),
        "to": _day(selection.to_on),
        "where": list(given["where"]),
        "days": days,
        "as_of": _day(selection.as_of),
        "audience": audience,
        "as": role,
    }


def _document(heading: Heading, answer: Answer, filters: dict[str, Any]) -> dict[str, Any]:
    return {
        "measure": answer.table.measure,
        "publication": heading.publication,
        "as_of": _day(heading.as_of),
        "filters": filters,
        "by": answer.table.by,
        **({} if answer.chart is None else {"chart": answer.chart}),
        **answer.table.said_of_all,
        "rows": answer.rows,
    }


def _row(row: MeasureRow, more: tuple[str, ...]) -> dict[str, Any]:
    return {
        "group": row.group,
        "n": row.n,
        "value": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "numerator": row.numerator,
        "excluded": dict(row.excluded),
        "suppressed": row.suppressed,
        "note": row.note,
    } | {name: _plain(row.more.get(name)) for name in more}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _print(heading: Heading, answer: Answer) -> None:
    measure, rows = registry.MEASURES[answer.table.measure], answer.rows
    more = tuple(name for name in answer.more if name != "contrast" or answer.table.by)
    is_excluding = any(row["excluded"] for row in rows)
    columns = (*COLUMNS[:-1], *more, *(["excluded"] if is_excluding else []), COLUMNS[-1])
    cells = [columns, *(_cells(row, columns) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    as_of = _day(heading.as_of) or "no data"
    click.echo(f"{measure.title} ({measure.unit}); publication {heading.publication}, {as_of}")
    if answer.why:
        click.echo(answer.why)
    for name, said in answer.table.said_of_all.items():
        numbers = ", ".join(f"{what} {number:.6g}" for what, number in said.items())
        click.echo(f"{name.replace('_', '-')} test between the two groups: {numbers}")
    for line in cells:
        click.echo(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _cells(row: dict[str, Any], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_cell(row[column]) for column in columns)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{n} {reason}" for reason, n in value.items())
    return f"{value:.6g}" if isinstance(value, float) else str(value)
