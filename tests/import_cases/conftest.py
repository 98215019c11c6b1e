"""Cases of the data contract, told through the command line: a small file in, the report out."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import run

GOOD = {
    "complaints": {
        "complaint_id": "C1", "unit_id": "A", "received_at": "2024-03-01 10:00:00",
        "status": "closed", "closed_at": "2024-03-05 09:00:00", "channel": "web",
        "contact_type": "complaint",
    },
    "complaint_issues": {"complaint_id": "C1", "taxonomy": "HCAT", "code": "Quality"},
    "surveys": {
        "response_id": "R1", "unit_id": "A", "event_date": "2024-03-01", "instrument": "FFT",
        "fft": "1",
    },
    "units": {
        "unit_id": "A", "unit_name": "Ward A", "department": "Surgery", "valid_from": "2020-01-01",
    },
    "unit_aliases": {"source_system": "datix", "source_unit": "Ward A", "unit_id": "A"},
    "activity": {"unit_id": "A", "month": "2024-03-01", "discharges": "12"},
}  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """What one run of `import --dry-run --json` gave."""

    exit_code: int
    report: dict[str, Any]
    message: str
    findings: list[dict[str, str]]

    def rows_of(self, rule_id: str) -> list[str]:
        return [finding["row"] for finding in self.findings if finding["rule_id"] == rule_id]

    @property
    def counts(self) -> tuple[int, int, int, int]:
        names = ("rows_in", "accepted", "refused", "skipped")
        return tuple(self.report[name] for name in names)  # type: ignore[return-value]


@pytest.fixture
def trial(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Trial]:
    """Import a file's content, by a profile's text if one is given."""

    def tried(
        content: str | bytes, profile: str | None = None, *options: str,
        name: str = "export.csv", as_of: str = "2024-06-30", dry_run: bool = True,
    ) -> Trial:  # fmt: skip
        file, out = tmp_path / name, tmp_path / "findings.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        out.unlink(missing_ok=True)
        arguments = ["import", str(file), "--as-of", as_of, "--json", "--findings", str(out)]
        if profile is not None:
            (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
            arguments += ["--profile", str(tmp_path / "profile.toml")]
        capsys.readouterr()
        code = run([*arguments, *(["--dry-run"] if dry_run else []), *options])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        report = json.loads(printed.out) if printed.out else {}
        if report:
            assert report["rows_in"] == sum(report[k] for k in ("accepted", "refused", "skipped"))
        return Trial(code, report, printed.err, _findings(out))

    return tried


def _findings(out: Path) -> list[dict[str, str]]:
    if not out.exists():
        return []
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(dataset: str, *changes: dict[str, str]) -> str:
    """A CSV in the contract's own names: a good row for each dict of changes to it."""
    rows = [GOOD[dataset] | change for change in changes]
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines)


@pytest.fixture
def rows(trial: Callable[..., Trial]) -> Callable[..., Trial]:
    """Import rows of a dataset without a profile: good ones but for the changes given."""

    def tried(dataset: str, *changes: dict[str, str], **more: Any) -> Trial:
        return trial(
            table(dataset, *changes), None, "--dataset", dataset, "--source", "test", **more
        )

    return tried
