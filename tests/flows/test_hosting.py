"""Who may speak to a server of our own: its pages and programs, no other site's page."""

from __future__ import annotations

import pytest

from flows.hosting import is_loopback, is_ours


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:4200", ""),  # a program
        ("localhost:4200", "http://localhost:4200"),
        ("127.0.0.1:4200", "http://localhost:4200"),
        ("[::1]:4200", "http://[::1]:4200"),
    ],
)
def test_loopback_answers_its_own_page_and_programs(host, origin):
    assert is_ours(host, origin, local=True)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:4200", "https://evil.example"),  # its page posts to loopback
        ("127.0.0.1:4200", "null"),  # a page from a file, or in a frame
        ("127.0.0.1:4200", "http://localhost:8000"),  # another program's page
        ("evil.example:4200", "http://evil.example:4200"),  # its name leads to loopback
        ("evil.example:4200", ""),
        ("", ""),
    ],
)
def test_loopback_answers_nobody_else(host, origin):
    assert not is_ours(host, origin, local=True)


def test_in_the_network_a_page_speaks_to_the_server_it_came_from():
    assert is_ours("10.0.0.5:4200", "http://10.0.0.5:4200", local=False)
    assert is_ours("bulletin.example", "https://bulletin.example", local=False)
    assert not is_ours("10.0.0.5:4200", "http://10.0.0.6:4200", local=False)
    assert not is_ours("10.0.0.5:4200", "http://127.0.0.1:4200", local=False)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.example", False),
    ],
)
def test_loopback_is_told_from_the_network(host, expected):
    assert is_loopback(host) is expected
