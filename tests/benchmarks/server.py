"""How long a server takes from its start until it is ready, on the sample data."""

import shutil
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.material import Work, peak_mb, processor_seconds
from tests.end_to_end import child

STARTS = 3


def started(folder: Path) -> Work:
    """Start it on a free port; the median of a few starts, after the one that makes the sample."""
    cache = folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    first, *others = [_started(cache) for _ in range(STARTS + 1)]
    middle = sorted(others, key=lambda work: work.seconds)[STARTS // 2]
    note = f"{first.seconds:.1f} s where the sample must be imported first"
    return replace(middle, note=note)


def _started(cache: Path) -> Work:
    used = processor_seconds()
    running = child.start(cache=cache)
    peak = peak_mb(running.process.pid)
    child.stop(running)
    name = "start the server until it is ready"
    return Work(name, running.seconds_to_ready, processor_seconds() - used, peak)
