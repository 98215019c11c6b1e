"""How long something takes, and how fast this machine's memory is. Medians: others use it, too."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

import numpy as np

BANDWIDTH_BYTES = 512 * 1024**2
BANDWIDTH_TRIES = 5
RUNS_A_TURN, SECONDS_A_TURN = 3, 1.0


@dataclass(frozen=True)
class Took:
    """Milliseconds by the clock, and of all processors together."""

    clock: float
    processors: float


def took(work: Callable[[], object]) -> Took:
    """Do it once."""
    clock, processors = time.perf_counter(), time.process_time()
    work()
    return Took((time.perf_counter() - clock) * 1e3, (time.process_time() - processors) * 1e3)


def turn(work: Callable[[], object]) -> list[Took]:
    """Do it three times, or less often where that takes more than a second."""
    times = [took(work)]
    while len(times) < RUNS_A_TURN and sum(each.clock for each in times) < SECONDS_A_TURN * 1e3:
        times.append(took(work))
    return times


def medians(works: dict[str, Callable[[], object]], repeats: int) -> dict[str, Took]:
    """Medians of each; they take turns, so that a busy moment meets all of them."""
    found: dict[str, list[Took]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            found[name] += turn(work)
    return {
        name: Took(median(t.clock for t in times), median(t.processors for t in times))
        for name, times in found.items()
    }


def memory_bytes_per_second() -> float:
    """The best of a few sums over an array far larger than any cache, all cores at once."""
    cores = os.cpu_count() or 1
    parts = np.array_split(np.ones(BANDWIDTH_BYTES // 8), cores)
    with ThreadPoolExecutor(cores) as pool:

        def read_all() -> None:
            list(pool.map(np.sum, parts))

        best = min(took(read_all).clock for _ in range(BANDWIDTH_TRIES))
    return BANDWIDTH_BYTES / best * 1e3
