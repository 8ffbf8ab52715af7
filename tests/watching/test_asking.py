"""Asking over real connections: a server of this test on this machine. And what is refused before any connection is made."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import reduce
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote

import pytest

from pipelines.watching import asking
from pipelines.watching.asking import Answer, Unreachable, Web, fault_of, host_of

AT_HOME = pytest.mark.allow_hosts(["127.0.0.1"])
BODY = b"<rss><channel/></rss>"
AGENT = "Wirekin/0.1.0 (feed reader; desk@courier.example)"


class Handler(BaseHTTPRequestHandler):
    """Each path is one way to answer."""

    seen: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Handler.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        name, _, rest = self.path.removeprefix("/").partition("/")
        getattr(self, f"answer_{name}")(rest)

    def answer_feed(self, _: str) -> None:
        if self.headers.get("If-None-Match") == '"7"':
            self._send(304, b"", ETag='"7"')
        else:
            self._send(200, BODY, ETag='"7"', Content_Type="application/rss+xml")

    def answer_to(self, rest: str) -> None:
        status, _, target = rest.partition("/")
        self._send(int(status), b"moved", Location=unquote(target))

    def answer_packed(self, _: str) -> None:
        packed = zlib.compressobj(wbits=31)
        self._send(200, packed.compress(b"a" * 5_000_000) + packed.flush(), Content_Encoding="gzip")

    def answer_large(self, _: str) -> None:
        self._send(200, b"a" * 200_000)

    def answer_short(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"only this")

    def answer_busy(self, _: str) -> None:
        self._send(503, b"busy", Retry_After="120")

    def answer_gone(self, _: str) -> None:
        self._send(410, b"gone")

    def _send(self, status: int, body: bytes, **fields: str) -> None:
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Handler.seen.clear()
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}"
    finally:
        serving.shutdown()
        serving.server_close()
        thread.join()


def to(target: str, status: int = 302) -> str:
    """The path that redirects there."""
    return f"/to/{status}/{quote(target, safe='')}"


def ask(url: str, fields: dict[str, str] | None = None, *, max_bytes: int = 100_000) -> tuple[Answer, list[str]]:
    hosts: list[str] = []
    return Web(AGENT, max_bytes, lambda: 0.0)(url, fields or {}, hosts.append), hosts


@AT_HOME
def test_an_answer_and_who_asks(server: str) -> None:
    answer, hosts = ask(f"{server}/feed")
    assert (answer.status, answer.url, answer.body, answer.moved) == (200, f"{server}/feed", BODY, None)
    assert (answer.fields["etag"], answer.fields["content-type"]) == ('"7"', "application/rss+xml")
    assert hosts == [server.removeprefix("http://")]
    ((_, asked),) = Handler.seen
    assert asked["user-agent"] == AGENT


@AT_HOME
def test_what_has_not_changed_is_not_sent(server: str) -> None:
    answer, _ = ask(f"{server}/feed", {"If-None-Match": '"7"'})
    assert (answer.status, answer.body) == (304, b"")


@AT_HOME
def test_an_answer_that_is_none_is_handed_on_with_its_head(server: str) -> None:
    answer, _ = ask(f"{server}/busy")
    assert (answer.status, answer.fields["retry-after"], answer.body) == (503, "120", b"")


@AT_HOME
def test_redirects_of_the_same_host_are_followed(server: str) -> None:
    answer, hosts = ask(server + to(to("/feed", 301)))
    assert (answer.status, answer.url, answer.moved) == (200, f"{server}/feed", None)
    assert len(hosts) == 3
    answer, _ = ask(server + to("/feed", 301))
    assert answer.moved == f"{server}/feed"


@AT_HOME
def test_redirects_in_a_circle_end(server: str) -> None:
    with pytest.raises(Unreachable, match="more than 5 times"):
        ask(server + reduce(lambda target, _: to(target), range(6), "/feed"))


@AT_HOME
@pytest.mark.parametrize(
    ("target", "why"),
    [("file:///etc/passwd", "only http and https"), ("ftp://127.0.0.1/feed", "only http"), ("http://a:b@127.0.0.1/feed", "a password")],
)
def test_redirects_elsewhere_are_not_followed(server: str, target: str, why: str) -> None:
    with pytest.raises(Unreachable, match=why):
        ask(server + to(target))
    assert len(Handler.seen) == 1


@AT_HOME
def test_a_redirect_to_another_service_of_this_machine_is_not_followed(server: str) -> None:
    """Another port is another service; it is connected to, as only that tells where a name leads, but never asked."""
    other = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    try:
        with pytest.raises(Unreachable, match="into a network at home"):
            ask(server + to(f"http://127.0.0.1:{other.server_port}/feed"))
    finally:
        other.server_close()
    assert len(Handler.seen) == 1


@AT_HOME
@pytest.mark.parametrize("path", ["large", "packed"])
def test_what_is_too_large_is_given_up(server: str, path: str) -> None:
    with pytest.raises(Unreachable, match="larger than 100000 bytes"):
        ask(f"{server}/{path}")
    if path == "large":
        assert len(ask(f"{server}/{path}", max_bytes=200_000)[0].body) == 200_000


@AT_HOME
def test_what_takes_too_long_is_given_up(server: str) -> None:
    ticks = iter(range(0, 10_000, 100))
    with pytest.raises(Unreachable, match="took longer than 120 seconds"):
        Web(AGENT, 1_000_000, lambda: float(next(ticks)))(f"{server}/large", {}, lambda host: None)


@AT_HOME
def test_an_answer_that_breaks_off_is_none(server: str) -> None:
    with pytest.raises(Unreachable, match="the answer broke off"):
        ask(f"{server}/short")


@AT_HOME
def test_nobody_there(server: str) -> None:
    gone = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gone.server_close()
    with pytest.raises(Unreachable, match=r"It could not be asked: Connection refused\."):
        ask(f"http://127.0.0.1:{gone.server_port}/feed")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://courier.example/feed?x=1", None),
        ("http://courier.example:8080/", None),
        ("ftp://courier.example/feed", "only http and https are spoken"),
        ("https:///feed", "it names no host"),
        ("https://courier.example:port/", "it is no address"),
        ("https://[::1/", "it is no address"),
        ("https://desk:secret@courier.example/", "it has a name or a password in it, which would be kept in the store and in logs"),
        ("https://courier.example/a feed", "it has blanks in it"),
    ],
)
def test_addresses(url: str, fault: str | None) -> None:
    assert fault_of(url) == fault


def test_hosts() -> None:
    assert host_of("https://Courier.example/a") == host_of("https://courier.example:443/b") != host_of("http://courier.example/")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.8"])
def test_networks_at_home(address: str) -> None:
    class Connected:
        closed = False

        def getpeername(self) -> tuple[str, int]:
            return address, 80

        def close(self) -> None:
            self.closed = True

    connected = Connected()
    with pytest.raises(Unreachable):
        asking._public(connected)
    assert connected.closed
