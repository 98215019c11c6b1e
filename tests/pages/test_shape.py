"""A page is a table of contents: calls only, who is looking first."""

import ast
from pathlib import Path

import pytest

from dashboard.settings import ROOT

PAGES = sorted((ROOT / "pages").glob("*.py"))
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.BinOp, ast.Lambda)
LAYERS = ("dashboard.charts", "dashboard.measures", "dashboard.session", "dashboard.widgets")


def tree(page: Path) -> ast.Module:
    return ast.parse(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_begins_with_who_is_looking(page: Path):
    calls = [node for node in tree(page).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert ast.unparse(calls[1]) == "viewer = require()"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_holds_calls_only(page: Path):
    assert not [node for node in ast.walk(tree(page)) if isinstance(node, FORBIDDEN)]
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_imports_only_what_is_just_below_it(page: Path):
    for node in ast.walk(tree(page)):
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").startswith(LAYERS)
        if isinstance(node, ast.Import):
            assert [name.name for name in node.names] == ["streamlit"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_asks_its_question_in_its_docstring_and_its_title(page: Path):
    docstring = ast.get_docstring(tree(page)) or ""
    assert docstring.splitlines()[0].endswith("?")
