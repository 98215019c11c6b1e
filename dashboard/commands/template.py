"""`template DATASET OUT`: a file to fill in, made from the contract."""

from pathlib import Path

import click

from dashboard.contracts.registry import DATASETS
from dashboard.errors import WrongUsage
from dashboard.proposals import templates


@click.command("template")
@click.argument("dataset", type=click.Choice(list(DATASETS)))
@click.argument("out", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Write over OUT where it is there already.")
def command(dataset: str, out: Path, replace: bool) -> None:
    """Write a file to fill in for DATASET, a .csv or an .xlsx; filled in, it needs no profile."""
    makers = {".csv": templates.csv, ".xlsx": templates.workbook}
    make = makers.get(out.suffix.lower())
    if make is None:
        raise WrongUsage(f"A template is a .csv or .xlsx file; {out.name} ends in neither.")
    if out.exists() and not replace:
        raise WrongUsage(f"{out} is there already, perhaps filled in. To replace it add --replace.")
    try:
        out.write_bytes(make(DATASETS[dataset]))
    except OSError as error:
        raise WrongUsage(f"{out} can't be written: {error.strerror}.") from None
    click.echo(f"Wrote the template of {dataset} to {out}.", err=True)
