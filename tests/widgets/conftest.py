"""Widgets on a page: the sample's pages, opened as in tests/pages/."""

from tests.pages.conftest import open_page, sample

__all__ = ["open_page", "sample"]
