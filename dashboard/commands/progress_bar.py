"""A progress bar on a terminal's stderr; nothing at all in a pipe, a file or a scheduled task."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from dashboard.extracts.progress import Progress, Step, silent

PARTS = 100  # of a step
STEPS = list(Step)


@contextmanager
def shown() -> Iterator[Progress]:
    """Give the function that an import tells its steps; the bar ends where the block ends."""
    if not sys.stderr.isatty():
        yield silent
        return
    with click.progressbar(
        length=PARTS * len(STEPS), file=sys.stderr, show_eta=False, show_percent=False,
        item_show_func=lambda step: step, width=24,
    ) as bar:  # fmt: skip

        def show(step: Step, share: float | None) -> None:
            reached = PARTS * (STEPS.index(step) + (share or 0))
            bar.update(max(0, int(reached) - bar.pos), str(step))
            bar.render_progress()  # also where only the step is new

        yield show
        bar.update(bar.length - bar.pos if bar.length else 0, "")
