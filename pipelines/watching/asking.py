"""Asking an address of the web for a feed: over http and https only, a few redirects, so many bytes and so many seconds at the most.

urllib3 is what requests and Google's libraries, which the project has anyway, stand on: it checks certificates, follows no redirect unless
told, hands out a body piece by piece, and unpacks no more of it than was asked for.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

REDIRECTS: Final = (301, 302, 303, 307, 308)
FOR_GOOD: Final = (301, 308)
MOST_REDIRECTS: Final = 5
CONNECTING: Final = 10.0
"""Seconds that a connection may take."""
READING: Final = 30.0
"""Seconds between two pieces of an answer."""
WHOLE: Final = 120.0
"""Seconds for an answer in all."""
PIECE: Final = 1 << 16


class Unreachable(Exception):
    """There was no answer that could be used; the message says why."""


@dataclass(frozen=True)
class Answer:
    """What a host sent. `url` is where it came from after all redirects, `fields` its head by name in lower case."""

    status: int
    url: str
    fields: Mapping[str, str]
    body: bytes = b""
    moved: str | None = None
    """Where the address says that it is from now on."""


class Asking(Protocol):
    """Asks an address; raises `Unreachable`. `before` is called with each host that is asked, redirects included, before it is."""

    def __call__(self, url: str, fields: Mapping[str, str], before: Callable[[str], None]) -> Answer: ...


def fault_of(url: str) -> str | None:
    """Why an address cannot be watched; None if it can."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "it is no address"
    if parts.scheme not in ("http", "https"):
        return "only http and https are spoken"
    if not host:
        return "it names no host"
    if parts.username is not None or parts.password is not None:
        return "it has a name or a password in it, which would be kept in the store and in logs"
    if any(sign.isspace() or not sign.isprintable() for sign in url):
        return "it has blanks in it"
    return None


def host_of(url: str) -> str:
    """Who is asked: host and port."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').lower()}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


@dataclass
class Web:
    """`Asking` over the network. `agent` says who asks, `max_bytes` how large an answer may be, packed or not; `clock` gives seconds.

    An address that a user has typed may lie in a network at home. One that a redirect names may not, unless it is of the same host: else
    a feed could send the watch to services that only this machine can reach.
    """

    agent: str
    max_bytes: int
    clock: Callable[[], float]
    _pools: dict[bool, PoolManager] = field(default_factory=dict, init=False, repr=False)

    def __call__(self, url: str, fields: Mapping[str, str], before: Callable[[str], None]) -> Answer:
        """See `Asking`. Validators in `fields` go to every step: an address that redirects does so with or without them."""
        at, moved, still = url, None, True
        for _ in range(MOST_REDIRECTS + 1):
            before(host_of(at))
            answer = self._once(at, fields, anywhere=host_of(at) == host_of(url))
            target = answer.fields.get("location")
            if answer.status not in REDIRECTS or not target:
                return Answer(answer.status, at, answer.fields, answer.body, moved)
            onward = urldefrag(urljoin(at, target)).url
            fault = fault_of(onward)
            if fault is not None:
                raise Unreachable(f"It redirects to an address that is not followed: {fault}.")
            if at.startswith("https:") and onward.startswith("http:"):
                raise Unreachable("It redirects from https to http, which is not followed.")
            still = still and answer.status in FOR_GOOD
            at, moved = onward, onward if still else moved
        raise Unreachable(f"It redirects more than {MOST_REDIRECTS} times.")

    def _once(self, url: str, fields: Mapping[str, str], *, anywhere: bool) -> Answer:
        from urllib3.exceptions import HTTPError

        head = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", **fields}
        try:
            response = self._pool(anywhere).request("GET", url, headers=head, redirect=False, retries=False, preload_content=False)
            try:
                body = b"" if response.status != 200 else self._body(response)
            finally:
                response.close()
        except (HTTPError, OSError) as error:
            raise Unreachable(f"It could not be asked: {_in_words(error)}.") from error
        return Answer(response.status, url, {name.lower(): value for name, value in response.headers.items()}, body)

    def _body(self, response: BaseHTTPResponse) -> bytes:
        until, body = self.clock() + WHOLE, bytearray()
        while piece := response.read(PIECE, decode_content=True):
            body += piece
            if len(body) > self.max_bytes:
                raise Unreachable(f"The answer is larger than {self.max_bytes} bytes.")
            if self.clock() > until:
                raise Unreachable(f"The answer took longer than {WHOLE:.0f} seconds.")
        return bytes(body)

    def _pool(self, anywhere: bool) -> PoolManager:
        if anywhere not in self._pools:
            self._pools[anywhere] = _pool(anywhere)
        return self._pools[anywhere]


def _pool(anywhere: bool) -> PoolManager:
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Timeout
    from urllib3.connection import HTTPConnection, HTTPSConnection

    pool = PoolManager(num_pools=50, maxsize=2, timeout=Timeout(connect=CONNECTING, read=READING))
    if anywhere:
        return pool

    class Public(HTTPConnection):
        def _new_conn(self) -> Any:
            return _public(super()._new_conn())

    class PublicTLS(HTTPSConnection):
        def _new_conn(self) -> Any:
            return _public(super()._new_conn())

    class Plain(HTTPConnectionPool):
        ConnectionCls = Public

    class TLS(HTTPSConnectionPool):
        ConnectionCls = PublicTLS

    pool.pool_classes_by_scheme = {"http": Plain, "https": TLS}
    return pool


def _public(connected: Any) -> Any:
    """A connection, if it leads out into the web: what it leads to is asked of the connection itself, not of a name."""
    address = ip_address(str(connected.getpeername()[0]).partition("%")[0])
    if not (getattr(address, "ipv4_mapped", None) or address).is_global:
        connected.close()
        raise Unreachable("It redirects into a network at home, which is not followed.")
    return connected


def _in_words(error: BaseException) -> str:
    """The innermost reason of an error of urllib3, which wraps them."""
    from urllib3.exceptions import IncompleteRead, NameResolutionError, NewConnectionError, SSLError
    from urllib3.exceptions import TimeoutError as TimedOut

    chain: list[BaseException] = [error]
    while (inner := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(inner)
    if any(isinstance(one, NameResolutionError) for one in chain):
        return "its host is not known"
    if any(isinstance(one, (SSLError, ssl.SSLError)) for one in chain):
        return f"its certificate or encryption is not right ({chain[-1]})"
    if any(isinstance(one, IncompleteRead) for one in chain):
        return "the answer broke off"
    refused = next((one.strerror for one in reversed(chain) if isinstance(one, OSError) and one.strerror), None)
    if refused is not None:
        return refused
    timed_out = any(isinstance(one, (TimedOut, TimeoutError)) and not isinstance(one, NewConnectionError) for one in chain)
    return "it did not answer in time" if timed_out else str(chain[-1]).rstrip(".") or type(chain[-1]).__name__
