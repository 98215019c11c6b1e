"""Begin and stop the process that works on an upload; the server only looks at its status."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from dashboard.settings import ROOT
from dashboard.uploads.job import Job, State, Status, Task

SECONDS_TO_END = 5
_processes: dict[str, subprocess.Popen[bytes]] = {}


def begin(job: Job, task: Task) -> None:
    """Begin a task in a process of its own, which goes on even if the page or the server ends."""
    _reap()
    job.tell(Status(task, State.RUNNING, step="Starting", began_at=time.time()))
    _processes[job.id] = subprocess.Popen(
        [sys.executable, "-m", "dashboard.uploads.work", str(job.folder), str(task)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


def cancel(job: Job) -> None:
    """Stop the task; what it had stored is visible to nobody, and swept later."""
    process = _processes.pop(job.id, None)
    pid = process.pid if process is not None else job.kept("pid")
    if pid is not None and (process is not None or job.is_held()):
        _end(pid, signal.SIGTERM)
    if process is not None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=SECONDS_TO_END)
        if process.poll() is None:
            _end(pid, signal.SIGKILL)
    status = job.status()
    if status is not None and status.state is State.RUNNING:
        job.tell(Status(status.task, State.CANCELED, message=f"Stopped. {job.what_stands}"))


def _end(pid: int, how: signal.Signals) -> None:
    """End a process and those that it began; it leads a group of its own."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(pid, how)
        else:
            os.kill(pid, how)


def _reap() -> None:
    """Let go of processes that have ended."""
    for job_id, process in list(_processes.items()):
        if process.poll() is not None:
            _processes.pop(job_id, None)
