"""A visitor's window in a real browser, which waits for pages and keeps what went wrong."""

import os
import re

from tests.end_to_end.child import ROOT, Running

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = ROOT / "build" / "screenshots"
QUIET_LOOKS = 3
# Streamlit's page looks for its server below the page's own path first, and then at the root.
LOOKED_FOR_FIRST = re.compile(r"/\w+/_stcore/(health|host-config)$")


class Visit:
    """One visitor's window, which keeps what went wrong."""

    def __init__(self, chromium, server: Running, width: int = 1440, mode: str = "light") -> None:
        self.address = server.address
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> None:
        """Open a page and wait until the last of it is drawn."""
        self.page.goto(f"{self.address}/{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and the page has stopped to change."""
        self.page.locator("h1").first.wait_for()
        before, quiet = "", 0
        while quiet < QUIET_LOOKS:  # between two runs the page stands still for a moment, too
            self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
            now = self.page.inner_text("[data-testid=stMain]")
            quiet = quiet + 1 if now == before else 0
            before = now
            self.page.wait_for_timeout(200)

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        height = self.page.evaluate(
            "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight + 80"
        )
        width = self.page.viewport_size["width"]
        self.page.set_viewport_size({"width": width, "height": min(int(height), 8000)})
        self.page.wait_for_timeout(700)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def _note_console(self, message) -> None:
        at = (message.location or {}).get("url", "")
        if message.type == "error" and not LOOKED_FOR_FIRST.search(at):
            self.errors.append(f"{message.text} {at}")
