"""Begin and stop the process that works on an upload; the server only looks at its status."""

import os
import subprocess
import sys
import time
from contextlib import suppress

from dashboard.settings import ROOT
from dashboard.uploads.job import Job, State, Status, Task

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
    if process is not None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        process.kill()
    status = job.status()
    if status is not None and status.state is State.RUNNING:
        job.tell(Status(status.task, State.CANCELED, message="Stopped. Nothing was published."))


def _reap() -> None:
    """Let go of processes that have ended."""
    for job_id, process in list(_processes.items()):
        if process.poll() is not None:
            _processes.pop(job_id, None)
