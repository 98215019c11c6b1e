"""The house keeps its shape: names that shadow nothing, small files, short functions, no strangers' addresses."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "dashboard").rglob("*.py")) + sorted((ROOT / "pages").glob("*.py"))
MAX_LINES = 400
MAX_FUNCTION_LINES = 60


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_module_shadows_the_standard_library_or_an_installed_package():
    """Streamlit puts dashboard/ on sys.path: each name in it is importable as a top-level one."""
    names = {path.stem for path in (ROOT / "dashboard").iterdir() if path.suffix in {"", ".py"}}
    taken = set(sys.stdlib_module_names) | set(packages_distributions()) | {"queries", "pages"}
    assert not (names - {"__init__", "__main__", "__pycache__"}) & taken


def test_no_pages_folder_stands_beside_the_entry_script():
    """Streamlit would serve its pages without running the entry script, so without sign-in."""
    assert not (ROOT / "dashboard" / "pages").exists()
    assert not (ROOT / "streamlit_app.py").exists()


def test_no_room_is_called_after_nothing():
    empty_words = {"utils", "util", "helpers", "common", "core", "misc"}
    assert not [path for path in MODULES if path.stem in empty_words]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= MAX_FUNCTION_LINES, f"{node.name} has {lines} lines"


def test_every_page_asks_who_is_looking_before_anything_else():
    for page in (ROOT / "pages").glob("*.py"):
        calls = [
            line
            for line in page.read_text(encoding="utf-8").splitlines()
            if "(" in line and not line.startswith(("import", "from", '"""', "#"))
        ]
        assert calls and calls[0].startswith("viewer = require()"), page.name


def test_pages_hold_neither_sql_nor_files():
    forbidden = re.compile(r"\b(select\s+.+\s+from|duckdb|deltalake|read_parquet|open\()", re.I)
    for page in (ROOT / "pages").glob("*.py"):
        assert not forbidden.search(page.read_text(encoding="utf-8")), page.name


def test_no_tracked_text_names_a_machine_path_or_a_registry_host():
    stranger = re.compile(
        r"/(?:home|root|Users)/\w|file:///|pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian",
        re.I,
    )
    own = {Path(__file__).resolve()}
    for file in tracked_files():
        if (
            file in own
            or not file.is_file()
            or file.suffix in {".parquet", ".png", ".woff2", ".ttf"}
        ):
            continue
        found = stranger.search(file.read_text(encoding="utf-8", errors="ignore"))
        assert not found, f"{file.name}: {found and found[0]}"
