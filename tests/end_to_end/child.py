"""A real server as a child process: start it, stop it."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Running:
    """A server that answers at an address."""

    address: str
    seconds_to_ready: float
    process: subprocess.Popen[str]


def start(*flags: str, cache: Path) -> Running:
    """Start `python -m dashboard serve` on a free port and wait for its one line."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", "--port", "0", *flags],
        cwd=ROOT,
        env={**_without_settings(), "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], SECONDS_TO_START)
    line = process.stdout.readline() if ready else ""
    found = re.search(r"http://\S+", line)
    if found is None:
        process.kill()
        pytest.fail(f"The server did not start: {line} {process.communicate()[1]}")
    return Running(found[0], time.perf_counter() - began, process)


def stop(running: Running) -> int:
    """Ask the server to stop, as a service manager would; give its exit code."""
    running.process.send_signal(signal.SIGTERM)
    code: int = running.process.wait(timeout=15)
    for pipe in (running.process.stdout, running.process.stderr):
        if pipe is not None:
            pipe.close()
    return code


def _without_settings() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("DASHBOARD_")}
