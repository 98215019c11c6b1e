"""The mart that a verb asks, and units as they are named on the command line."""

import click

from dashboard.errors import Refused, WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.mart.locate import mart_for
from dashboard.mart.open import Mart
from dashboard.settings import Settings
from dashboard.store.store import open_store


def opened_mart(current: Settings, number: int | None) -> Mart:
    """Open the mart of the store's publication, or of the sample where no store is set.

    Raises:
        Refused: nothing is published yet, or there is no such publication.
    """
    uri = current.store
    if uri is None:
        # Imports the intake, which only this case needs.
        from dashboard.sample.load import sample_store

        click.echo("No store is configured: this is synthetic sample data.", err=True)
        uri = sample_store()
    store = open_store(uri)
    chosen = store.current() if number is None else store.publication(number)
    if chosen is None:
        raise Refused("Nothing is published yet; import a first file.")
    return mart_for(store, chosen, current, is_passing=True)


def with_units_below(ask: Ask, units: tuple[str, ...]) -> tuple[str, ...]:
    """The units named and all below them, in order; none where none is named.

    Raises:
        WrongUsage: one of them is not in view.
    """
    if not units:
        return ()
    below: dict[str, list[str]] = {}
    for row in ask("filters/units_below").to_pylist():
        below.setdefault(row["ancestor_id"], []).append(row["unit_id"])
    for unit in units:
        if unit not in below:
            known = ", ".join(sorted(below)) or "none"
            raise WrongUsage(f"There is no unit '{unit}' in view. Units in view: {known}.")
    return tuple(sorted({unit_id for unit in units for unit_id in below[unit]}))
