"""`sample DIR`: write a synthetic sample of any size."""

from pathlib import Path

import click

from dashboard.sample.generate import write_sample
from dashboard.sample.volume import SampleSize


@click.command("sample")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--surveys", default=SampleSize.surveys, show_default=True, help="Survey answers.")
@click.option("--complaints", default=SampleSize.complaints, show_default=True, help="Complaints.")
@click.option("--months", default=SampleSize.months, show_default=True, help="How many months.")
@click.option("--units", default=SampleSize.units, show_default=True, help="Units of the group.")
@click.option("--seed", default=SampleSize.seed, show_default=True, help="Same seed, same bytes.")
def command(
    folder: Path, surveys: int, complaints: int, months: int, units: int, seed: int
) -> None:
    """Write synthetic sample data (Parquet, manifest, README of planted facts) into DIR."""
    write_sample(folder, SampleSize(surveys, complaints, months, units, seed))
    click.echo(f"Wrote {complaints:,} complaints and {surveys:,} surveys to {folder}.", err=True)
