"""What is documented from the code is as the code says, and leaves nothing out."""

from itertools import pairwise

import click
import pytest

from dashboard.__main__ import VERBS, main
from dashboard.extracts import profile
from dashboard.measures.registry import MEASURES
from dashboard.reference import contract
from dashboard.reference.documents import DOCUMENTS, reference


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_committed_file_is_what_the_code_says_now(path):
    text = DOCUMENTS[path]()
    assert path.read_text(encoding="utf-8") == text, "run `make docs` and commit what it writes"


def test_every_key_of_a_profile_has_words_and_no_words_are_left_over():
    keys = {key for name in profile.TABLES for key in profile.TABLES[name]}
    assert set(contract.PROFILE_KEYS) == keys
    assert set(contract.MAPPING_KEYS) == set(profile.KINDS)


def test_every_row_of_a_table_has_its_header_s_cells():
    lines = reference().replace("\\|", "").splitlines()
    for above, line in pairwise(lines):
        if above.startswith("|") and line.startswith("|"):
            assert above.count("|") == line.count("|"), line


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_says_what_it_does(verb):
    command = main.get_command(click.Context(main), verb)
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert command.help and options
    assert not [option.name for option in options if not option.help]


def test_every_measure_has_a_chapter_with_its_formula():
    chapters = reference().split("\n### ")
    for measure in MEASURES.values():
        (chapter,) = [c for c in chapters if c.startswith(f"{measure.name}\n")]
        assert measure.formula in chapter and measure.question in chapter
