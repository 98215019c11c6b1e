"""The web server: Streamlit as an ASGI app under uvicorn. It knows no measure and draws no page."""

import asyncio
import gc
import importlib
import ipaddress
import logging
import pkgutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import click
import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import serving
from dashboard.errors import Refused, WrongUsage
from dashboard.settings import ROOT, Settings
from dashboard.uploads.discarding import sweep
from dashboard.uploads.job import root_of
from dashboard.widgets import states

SECONDS_TO_FINISH = 3  # how long a stop waits for running requests
SECONDS_BETWEEN_SWEEPS = 600.0
log = logging.getLogger(__name__)
BLOCKED = ("/_stcore/metrics",)  # counts of sessions and caches; it has no sign-in of its own

# Vega compiles its expressions with Function(), hence 'unsafe-eval'; the entry page and the theme
# are inline. Nothing may be loaded from, or sent to, another host.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
    ]
)
SECURITY_HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class SecurityHeaders:
    """Adds the headers to every response and hides what must not be seen; never reads a body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, unless its path is blocked."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *SECURITY_HEADERS]
            await send(message)

        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(BLOCKED):
            response = JSONResponse({"message": "not found"}, HTTPStatus.NOT_FOUND)
            await response(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)


async def readyz(_request: Request) -> JSONResponse:
    """Tell a proxy whether pages can be answered: 200 with the publication, else 503 and why."""
    shown = serving.shown()
    if shown.mart is None:
        return JSONResponse(
            {"ready": False, "publication": None, "message": shown.message},
            HTTPStatus.SERVICE_UNAVAILABLE,
        )
    return JSONResponse({"ready": True, "publication": shown.publication})


async def to_first_page(request: Request) -> RedirectResponse:
    """Send a link that names the first page to where Streamlit serves it, filters and all."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


def refuse_unsafe(settings: Settings) -> None:
    """Refuse an address on which strangers could look without signing in.

    Raises:
        WrongUsage: the store or the address needs a sign-in, which this version does not have.
    """
    if settings.store is None and not is_loopback(settings.host):
        raise WrongUsage(
            f"Sample data is served on this machine only, not on {settings.host}. "
            "Leave out --host, or configure a store with --store."
        )
    if settings.store is not None and not settings.demo:
        raise WrongUsage(
            "With a store the dashboard needs sign-in, which this version cannot do yet. "
            "Add --demo to look at it on this machine only, where everyone may choose a role."
        )
    if settings.demo and not is_loopback(settings.host):
        raise WrongUsage(
            f"--demo lets everyone choose a role, so it is refused on {settings.host}. "
            "Use 127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """Open the socket before anything slow, so that a port in use is said at once.

    The protocol is named because asyncio turns Nagle's delay off only for sockets that name TCP.

    Raises:
        Refused: the port is in use, or the address is not this machine's.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise WrongUsage(f"The address {host} is not known on this machine.") from None
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two servers share one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise Refused(
            f"Port {port} on {host} can't be used ({error.strerror}): "
            "stop the other program, or choose another port with --port."
        ) from None
    return listener


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop; print the address in one line when ready."""
    refuse_unsafe(settings)
    listener = listen(settings.host, settings.port)
    serving.start_from(settings)
    port = listener.getsockname()[1]
    _close_streamlit(settings.host)
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(f"http://{_in_address(settings.host)}:{port}"),
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="websockets-sansio",
            ws_max_size=st.config.get_option("server.maxMessageSize") * 1024 * 1024,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
    )
    # uvicorn raises the signal again after its own clean stop; a clean stop is exit code 0.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def make_app(address: str) -> st.App:
    """Put the pages, the readiness answer and the headers together."""

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        warm()
        serving.open_first()
        sweeping = asyncio.create_task(sweep_uploads())
        gc.collect()
        gc.freeze()  # Streamlit collects after every run: what never changes must not be walked
        click.echo(f"Service Recovery Dashboard: {address} ({serving.shown().what})")
        yield
        sweeping.cancel()
        gc.unfreeze()

    return st.App(
        ROOT / "dashboard" / "app.py",
        lifespan=lifespan,
        routes=[Route("/readyz", readyz), Route("/overview", to_first_page)],
        middleware=[Middleware(SecurityHeaders)],
        on_script_error=states.show_failure,
    )


async def sweep_uploads() -> None:
    """Take away files that nobody published, while the server runs."""
    while True:
        try:
            await asyncio.to_thread(sweep, root_of(serving.settings_in_force()))
        except Exception:  # the next one may work; without a sweep files would stay for good
            log.exception("Uploads that nobody published could not be swept")
        await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)


def warm() -> None:
    """Import what the first visitor would otherwise wait for."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    for package_name in ("dashboard.widgets", "dashboard.charts", "dashboard.measures"):
        package = importlib.import_module(package_name)
        for module in pkgutil.iter_modules(package.__path__, f"{package_name}."):
            importlib.import_module(module.name)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _close_streamlit(host: str) -> None:
    """Set what must hold even where .streamlit/config.toml is not found or was changed."""
    st.config.set_option("browser.gatherUsageStats", False)
    st.config.set_option("server.fileWatcherType", "none")  # for developers: `streamlit run`
    st.config.set_option("client.showErrorDetails", "none")
    # On the loopback address any other name is a DNS rebinding attack; elsewhere the proxy knows.
    hosts = ["localhost", "127.0.0.1", "[::1]", "::1"] if is_loopback(host) else []
    st.config.set_option("server.allowedHosts", hosts)
