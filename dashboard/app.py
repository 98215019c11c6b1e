"""Streamlit entry: who is looking and where they can go; nothing else. It shows no figure."""

import streamlit as st

from dashboard import session
from dashboard.settings import ROOT
from dashboard.widgets import frame


def _page(stem: str, title: str, *, default: bool = False) -> st.Page:
    return st.Page(ROOT / "pages" / f"{stem}.py", title=title, url_path=stem, default=default)


st.set_page_config(
    page_title="Service recovery",
    page_icon=ROOT / "dashboard" / "static" / "icon.png",
    layout="wide",
)
page = st.navigation(
    {
        "Answers": [
            _page("overview", "Overview", default=True),
            _page("timeliness", "Timeliness"),
            _page("loyalty", "Loyalty"),
            _page("word_of_mouth", "Word of mouth"),
        ],
        "My unit": [_page("unit", "My unit")],
        "Data": [
            _page("upload", "Upload"),
            _page("publications", "Publications"),
            _page("methods", "Methods"),
        ],
    },
    position="top",
)
session.turn_to(page.url_path)
with frame.opening():
    viewer = session.sign_in()
frame.top_line(viewer)
page.run()
