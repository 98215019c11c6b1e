"""The process that works on an upload: `python -m dashboard.uploads.work FOLDER TASK`."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.errors import DashboardError
from dashboard.extracts.progress import Step
from dashboard.uploads.checking import check
from dashboard.uploads.discarding import discard
from dashboard.uploads.job import Job, State, Status, Task
from dashboard.uploads.looking import look
from dashboard.uploads.publishing import publish

SECONDS_BETWEEN_TELLINGS = 0.2
WORK: dict[Task, Callable[[Job, "Teller"], str]] = {
    Task.LOOK: look,
    Task.CHECK: check,
    Task.PUBLISH: publish,
    Task.DISCARD: discard,
}


@dataclass
class Teller:
    """Tells each step to whoever looks at the upload's status; a progress callback."""

    job: Job
    status: Status
    told_at: float = 0.0

    def __call__(self, step: Step, share: float | None) -> None:
        """Tell a new step at once, and how far it is a few times a second."""
        is_new = self.status.step != step.value
        if is_new or time.monotonic() - self.told_at > SECONDS_BETWEEN_TELLINGS:
            self.status = replace(self.status, step=step.value, share=share)
            self.job.tell(self.status)
            self.told_at = time.monotonic()

    def end(self, state: State, message: str) -> None:
        """Tell that the task is over."""
        self.job.tell(replace(self.status, state=state, message=message, share=None))


def main(folder: str, task_name: str) -> int:
    """Do one task; 0 when it is done, 1 when it failed with the reason in the status."""
    job, task = Job(Path(folder)), Task(task_name)
    tell = Teller(job, Status(task, State.RUNNING, began_at=time.time()))
    with job.at_work() as is_held:
        if not is_held:
            return 1  # another process is at it, and tells
        try:
            message = WORK[task](job, tell)
        except DashboardError as error:
            tell.end(State.FAILED, str(error))
            return 1
        except Exception as error:  # the page must say something, whatever happened
            fault = f"This is a fault of the program ({type(error).__name__})."
            tell.end(State.FAILED, f"{fault} {job.what_stands}")
            return 1
        if task is not Task.DISCARD:
            tell.end(State.DONE, message)
    return 0


def own_process(folder: str, task_name: str) -> int:
    """Do one task as a process that can be stopped and steps behind the pages of others."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that temporary files go
    Job(Path(folder)).keep("pid", os.getpid())
    if hasattr(os, "nice"):
        os.nice(5)
    return main(folder, task_name)


if __name__ == "__main__":
    sys.exit(own_process(*sys.argv[1:]))
