"""The server starts only where no stranger can look without signing in."""

import socket

import pytest

from dashboard import server
from dashboard.errors import Refused, WrongUsage
from dashboard.settings import Settings


def settings(**flags) -> Settings:
    return Settings(_env_file=None, **flags)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_sample_data_is_served_on_the_loopback_address(host):
    server.refuse_unsafe(settings(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "dashboard.example"])
def test_sample_data_is_refused_on_any_other_address(host):
    with pytest.raises(WrongUsage, match="this machine only"):
        server.refuse_unsafe(settings(host=host))


def test_a_store_is_refused_without_demo_because_there_is_no_sign_in_yet():
    with pytest.raises(WrongUsage, match="sign-in"):
        server.refuse_unsafe(settings(store="store"))


def test_a_store_is_served_as_a_demo_on_the_loopback_address():
    server.refuse_unsafe(settings(store="store", demo=True))


def test_a_demo_is_refused_on_any_other_address():
    with pytest.raises(WrongUsage, match="--demo"):
        server.refuse_unsafe(settings(store="store", demo=True, host="0.0.0.0"))


def test_a_port_in_use_is_named_before_anything_slow_begins():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} on 127.0.0.1"):
            server.listen("127.0.0.1", port)


def test_the_socket_names_its_protocol_so_that_answers_are_not_delayed():
    with server.listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_host_nobody_knows_is_wrong_usage():
    with pytest.raises(WrongUsage, match="not known"):
        server.listen("no-such-host.invalid", 0)
