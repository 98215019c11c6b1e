"""Processes that run a verb and can be killed at any moment, without the seconds Python needs to start.

Run as a program it is their parent: it loads everything once, then forks a child for each line of
JSON arguments, says the child's process id and, when it has ended, its exit code.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Importers:
    """The test's side: start verbs, one at a time, and kill them."""

    def __init__(self, folder, **environment):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.importer", str(folder / "said.txt")],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=os.environ | environment,
        )  # fmt: skip
        self._said = folder / "said.txt"

    def start(self, *arguments):
        """Begin a verb; its process id."""
        self._process.stdin.write(json.dumps(list(map(str, arguments))) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def ended(self):
        """Wait for the verb to end; its exit code, or minus the signal that killed it."""
        return int(self._process.stdout.readline())

    def run(self, *arguments):
        self.start(*arguments)
        return self.ended()

    def said(self):
        """What the verbs have said since this was asked last."""
        text = self._said.read_text(encoding="utf-8", errors="replace")
        self._said.write_text("")
        return text

    def stop(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


def _child(arguments, said):
    """The verb in a process of its own; never returns."""
    from dashboard.__main__ import run

    with Path(said).open("a", encoding="utf-8", buffering=1) as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _say(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main(said):
    """Load, then fork for every line until the test closes the pipe."""
    import dashboard.commands.forget
    import dashboard.commands.import_file
    import dashboard.commands.purge
    import dashboard.mart.locate  # noqa: F401

    assert threading.active_count() == 1, "a thread would not live on in a fork"
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _child(json.loads(line), said)
        _say(pid)
        _say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


if __name__ == "__main__":
    main(sys.argv[1])
