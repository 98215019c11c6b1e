"""The progress of an import: a bar on a terminal, nothing in a pipe, each step in its order."""

import datetime as dt
import io
import re
import sys

import pytest

from dashboard.__main__ import run
from dashboard.extracts import intake
from dashboard.extracts.intake import Request
from dashboard.extracts.progress import Step
from dashboard.store.store import open_store
from tests.import_cases.conftest import table


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def complaints(tmp_path):
    file = tmp_path / "march.csv"
    file.write_text(table("complaints", {}, {"complaint_id": "C2"}), encoding="utf-8")
    return file


def imported(file, *options):
    return run(
        [
            "import",
            str(file),
            "--as-of",
            "2024-06-30",
            "--dataset",
            "complaints",
            "--source",
            "s",
            *options,
        ]
    )


def test_a_terminal_sees_the_steps_and_a_pipe_sees_the_result_alone(
    complaints, monkeypatch, capsys
):
    assert imported(complaints, "--dry-run") == 0
    in_a_pipe = capsys.readouterr().err
    assert "Dry run" in in_a_pipe and "Checking" not in in_a_pipe and "\r" not in in_a_pipe
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert imported(complaints, "--dry-run", "--json") == 0
    drawn = sys.stderr.getvalue()
    seen = [text for text in Step if text in drawn]
    assert seen == [Step.READING, Step.MAPPING, Step.CHECKING, Step.COMPARING]
    assert re.findall(r"\[#+\]", drawn)  # full at the end
    assert capsys.readouterr().out.startswith("{")


def test_an_import_tells_each_step_once_it_begins_and_the_share_stored(complaints, tmp_path):
    told = []
    request = Request(complaints, dt.date(2024, 6, 30), dataset="complaints", source_system="s")
    intake.import_file(
        request,
        lambda: open_store(str(tmp_path / "store"), create=True),
        lambda step, share: told.append((step, share)),
    )
    steps = [step for number, (step, _) in enumerate(told) if step not in dict(told[:number])]
    assert steps == [step for step in Step if step is not Step.BUILDING]
    shares = [share for step, share in told if step is Step.STORING]
    assert shares[0] == 0 and shares[-1] == 1 and shares == sorted(shares)
