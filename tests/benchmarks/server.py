"""How long a server takes from its start until it is ready, on the sample data."""

from pathlib import Path

from tests.benchmarks.material import Work
from tests.end_to_end import child

STARTS = 3


def started(folder: Path) -> Work:
    """Start it on a free port; the median of a few starts, after the one that makes the sample."""
    cache = folder / "cache"
    first, *others = [_seconds(cache) for _ in range(STARTS + 1)]
    note = f"{first:.1f} s the first time, with the sample's import"
    return Work("start the server until it is ready", sorted(others)[STARTS // 2], 0, note)


def _seconds(cache: Path) -> float:
    running = child.start(cache=cache)
    child.stop(running)
    return running.seconds_to_ready
