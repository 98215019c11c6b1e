"""`rebase`: begin new control limits with a month, and say why; or take that back."""

import datetime as dt
import json

import click

from dashboard import settings
from dashboard.access.viewer import Role, Viewer
from dashboard.commands.options import store_address, with_settings
from dashboard.errors import WrongUsage
from dashboard.store.rebases import Rebase, Rebases
from dashboard.store.store import open_store

MONTH = click.DateTime(formats=["%Y-%m", "%Y-%m-%d"])


@click.command("rebase")
@click.argument("measure")
@click.option(
    "--from", "month", type=MONTH, required=True, help="First month of the new limits (2026-03)."
)
@click.option("--unit", help="The unit whose chart it is; without it, every unit's.")
@click.option("--reason", default="", help="What changed in how the work is done; required.")
@click.option("--remove", is_flag=True, help="Take such a rebase back.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_settings
def command(
    current: settings.Settings,
    measure: str,
    month: dt.datetime,
    unit: str | None,
    reason: str,
    remove: bool,
    as_json: bool,
) -> None:
    """Give MEASURE's control chart new limits from a month on.

    Limits are never changed by themselves: only where the work was changed on purpose, and the
    reason is shown on the chart.
    """
    store = open_store(store_address(current))
    _refuse_unknown(current, measure, unit)
    if not remove and not reason.strip():
        raise WrongUsage("Give the --reason: what changed in how the work is done?")
    change = Rebases(store).remove if remove else Rebases(store).add
    done = change(measure, unit, month.date(), reason=reason, by=settings.user_name())
    click.echo(json.dumps(done.as_json(), ensure_ascii=False) if as_json else in_words(done))


def _refuse_unknown(current: settings.Settings, measure: str, unit: str | None) -> None:
    # Loads the statistics, which `--help` does not need.
    from dashboard.commands.opened_mart import opened_mart, with_units_below
    from dashboard.measures.series import data_of

    data_of(measure)
    if unit is not None:
        ask = opened_mart(current, None).ask(Viewer(Role.EXECUTIVE))
        with_units_below(ask, (unit,))


def in_words(rebase: Rebase) -> str:
    """Say what a change did, in one line."""
    where = "every unit" if rebase.unit_id is None else rebase.unit_id
    chart = f"{rebase.measure} of {where}"
    if rebase.is_removed:
        return f"The rebase of {chart} from {rebase.month:%Y-%m} is taken back."
    return f"{chart} has new limits from {rebase.month:%Y-%m} on: {rebase.reason}"
