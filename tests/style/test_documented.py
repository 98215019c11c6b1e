"""What a user can name is explained: in the README, or in what is generated from the code."""

import re
from pathlib import Path

import pytest

from dashboard.__main__ import VERBS
from dashboard.contracts.registry import DATASETS
from dashboard.contracts.rules import whole_extract
from dashboard.extracts.column_rules import column_rules, general_rules
from dashboard.measures.registry import MEASURES
from dashboard.settings import Settings, Standards

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    ROOT / "README.md", ROOT / "dashboard" / "REFERENCE.md", ROOT / "queries" / "README.md",
]  # fmt: skip
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
SETTINGS = sorted(({*Settings.model_fields} - {"standards"}) | {*Standards.model_fields})


def rule_ids():
    """Rules of the contract, those made from its columns, and any that stand where they are found."""
    ids = {rule.rule_id for rule in whole_extract.RULES}
    for dataset in DATASETS.values():
        made = [rule for column in dataset.columns for rule in column_rules(column, True)]
        ids |= {rule.rule_id for rule in (*dataset.rules, *general_rules(dataset), *made)}
    for source in (ROOT / "dashboard" / "extracts").glob("*.py"):
        written = re.findall(r'\bRule\(\s*"(\w+)"', source.read_text(encoding="utf-8"))
        ids |= set(written)
    return sorted(ids)


def mentioned(name, *documents):
    """Whether a document has the name as a word of its own."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(word.search(d.read_text(encoding="utf-8")) for d in documents if d.is_file())


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_in_the_readme(page):
    assert mentioned(page, *DOCUMENTS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb):
    readme = DOCUMENTS[0].read_text(encoding="utf-8")
    assert re.search(rf"python -m dashboard {verb}\b", readme)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_explained(name):
    """Secrets come from the environment only, so they are named there and not set in the file."""
    assert mentioned(name, ROOT / "settings.toml") or mentioned(
        f"DASHBOARD_{name.upper()}", *DOCUMENTS, ROOT / "settings.toml"
    )


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_is_documented(measure):
    assert mentioned(measure, *DOCUMENTS)


@pytest.mark.parametrize("rule_id", rule_ids())
def test_every_rule_is_documented(rule_id):
    assert mentioned(rule_id, *DOCUMENTS)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_every_column_is_documented(dataset):
    missing = [c.name for c in dataset.columns if not mentioned(c.name, *DOCUMENTS)]
    assert not missing


def test_the_readme_links_only_to_files_that_are_there():
    readme = DOCUMENTS[0].read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?://|#)([^)]+)\)", readme)
    assert not [link for link in linked if not (ROOT / link).exists()]
