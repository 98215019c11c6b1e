"""A page of HTML that stands alone: every text escaped, nothing fetched, nothing run."""

import re
from html.parser import HTMLParser

import pytest

from dashboard.measures.verdicts import Verdict
from dashboard.reports import page

EVIL = "<script>alert(1)</script> & \"Ward\" 'B'"
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Balanced(HTMLParser):
    """Fails where an element is closed that is not open."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.texts = [], [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def read(html):
    reader = Balanced()
    reader.feed(html)
    assert not reader.open
    return reader


def test_a_document_is_whole_and_names_its_language_and_what_it_may_do():
    html = page.document("A & B", [page.element("main", page.text("x"))], "p {margin: 0}")
    found = read(html)
    assert html.startswith("<!doctype html>\n")
    assert ("html", {"lang": "en"}) in found.seen
    assert "<title>A &amp; B</title>" in html
    policy = next(named for tag, named in found.seen if "http-equiv" in named)
    assert policy["content"].startswith("default-src 'none'")
    assert not re.search(r"https?://|@import|src=", html)


@pytest.mark.parametrize(
    "html",
    [
        page.text(EVIL),
        page.element("p", page.text(EVIL), title=EVIL),
        page.section(EVIL, page.text(EVIL)),
        page.finding(Verdict("concern", EVIL, EVIL)),
        page.table((EVIL,), [(page.text(EVIL),)]),
        page.figure("<svg></svg>", EVIL, EVIL),
        page.document(EVIL, [], ""),
    ],
)
def test_no_text_becomes_an_element(html):
    assert "script" not in {tag for tag, _ in read(html).seen}


def test_a_finding_has_a_sign_besides_its_color_and_a_calm_one_has_none():
    html = page.finding(Verdict("concern", "Slower.", "How sure."))
    assert html.startswith('<li class="concern">') and "▼ Concern" in html and "How sure." in html
    calm = page.finding(Verdict("none", "As before."))
    assert "▼" not in calm and "detail" not in calm


def test_a_table_has_heads_of_its_columns_and_numbers_to_the_right():
    found = read(page.table(("Name", "n"), [(page.text("a"), page.text("1"))], numbers=(1,)))
    assert ("th", {"scope": "col"}) in found.seen
    assert ("td", {"class": "number"}) in found.seen
