"""Asking feeds what is new: with the validators that they gave the last time, and never a host more often than it is polite."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from threading import Lock
from typing import Final

from pipelines.formats.dead import DeadReason
from pipelines.formats.feed_news import news_of
from pipelines.formats.reading import Limits
from pipelines.watching.asking import Answer, Asking, Unreachable, host_of
from pipelines.watching.clock import Clock
from pipelines.watching.memory import Remembered
from pipelines.watching.politeness import after_failure, after_success, due_at

ACCEPT: Final = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
AT_ONCE: Final = 8
"""Hosts that are asked at the same time."""


@dataclass(frozen=True)
class Polled:
    """What came of asking a feed. `known` is what to remember of it, once `news`, if there is any, is ingested; `said` is for the log."""

    known: Remembered
    news: bytes | None = None
    entries: int = 0
    said: str | None = None


class Stopping(Exception):
    """The watch is to end: the feed was not asked."""


class Hosts:
    """When each host was asked last: no two requests come sooner after each other than `least` seconds. Safe among threads."""

    def __init__(self, clock: Clock, least: float) -> None:
        self._clock, self._least = clock, least
        self._free: dict[str, float] = {}
        self._lock = Lock()

    def before(self, host: str) -> None:
        """Wait for the host's turn. Raises `Stopping` if the watch is to end meanwhile."""
        with self._lock:
            now = self._clock.now()
            # No turn lies further ahead than all turns of a full queue: a clock that was set back does not silence the host.
            turn = min(max(now, self._free.get(host, now)), now + 1000 * self._least)
            self._free[host] = turn + self._least
        if self._clock.wait(turn - now):
            raise Stopping


def poll(known: Remembered, ask: Asking, hosts: Hosts, clock: Clock, every: float, limits: Limits) -> Polled:
    """Ask one feed. Raises `Stopping`."""
    fields = {"Accept": ACCEPT}
    if known.etag:
        fields["If-None-Match"] = known.etag
    if known.last_modified:
        fields["If-Modified-Since"] = known.last_modified
    try:
        answer = ask(known.source, fields, hosts.before)
    except Unreachable as error:
        return _failed(known, None, str(error), clock.now(), every)
    if answer.status == 304:
        return Polled(after_success(known, answer.fields, known.ttl, clock.now(), every))
    if answer.status != 200:
        return _failed(known, answer, f"It answered {answer.status}.", clock.now(), every)
    news = news_of(answer.body, answer.fields.get("content-type", ""), frozenset(known.seen), limits)
    if isinstance(news, DeadReason):
        return _failed(known, None, news.error, clock.now(), every)
    told = after_success(known, answer.fields, news.ttl, clock.now(), every).with_(
        seen=news.entries, url=answer.url, etag=answer.fields.get("etag"), last_modified=answer.fields.get("last-modified")
    )
    said = f"It has moved for good to {answer.moved}: watch that address." if answer.moved and known.url != answer.url else None
    return Polled(told, news.data, news.new, said)


def poll_all(due: Sequence[Remembered], ask: Asking, hosts: Hosts, clock: Clock, every: float, limits: Limits) -> list[Polled]:
    """Ask some feeds, those of one host one after the other; in the order of their addresses. Feeds that were not asked are left out."""
    queues = [list(group) for _, group in groupby(sorted(due, key=_by_host), key=lambda known: host_of(known.source))]

    def in_turn(queue: list[Remembered]) -> list[Polled]:
        found: list[Polled] = []
        quiet_until = 0.0
        for known in queue:
            if clock.now() < quiet_until:  # the host has just said that it has too much to do
                found.append(Polled(known.with_(due=quiet_until, quiet_until=quiet_until)))
                continue
            try:
                found.append(poll(known, ask, hosts, clock, every, limits))
            except Stopping:
                return found
            quiet_until = found[-1].known.quiet_until
        return found

    if len(queues) < 2:
        asked = [in_turn(queue) for queue in queues]
    else:
        with ThreadPoolExecutor(min(AT_ONCE, len(queues)), "ask") as pool:
            asked = list(pool.map(in_turn, queues))
    return sorted((polled for group in asked for polled in group), key=lambda polled: polled.known.source)


def due_feeds(known: Sequence[Remembered], now: float) -> list[Remembered]:
    """Those that may be asked now: not those of a host that wants to be left alone."""
    quiet = quiet_hosts(known, now)
    return [feed for feed in known if due_at(feed, now) <= now and host_of(feed.source) not in quiet]


def quiet_hosts(known: Sequence[Remembered], now: float) -> dict[str, float]:
    """Host -> until when it wants to be left alone, of those that do."""
    quiet: dict[str, float] = {}
    for feed in known:
        if feed.quiet_until > now:
            host = host_of(feed.source)
            quiet[host] = max(quiet.get(host, 0.0), min(feed.quiet_until, due_at(feed, now)))
    return quiet


def next_poll(known: Sequence[Remembered], now: float) -> float | None:
    """When the next feed may be asked; None without any."""
    quiet = quiet_hosts(known, now)
    return min((max(due_at(feed, now), quiet.get(host_of(feed.source), 0.0)) for feed in known), default=None)


def _by_host(known: Remembered) -> tuple[str, float, str]:
    return host_of(known.source), known.due, known.source


def _failed(known: Remembered, answer: Answer | None, why: str, now: float, every: float) -> Polled:
    status, fields = (answer.status, answer.fields) if answer is not None else (None, {})
    return Polled(after_failure(known, status, fields, now, every), said=why)
