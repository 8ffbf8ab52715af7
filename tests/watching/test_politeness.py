"""When a feed may be asked again. Times are in seconds from `NOW`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.watching.memory import Remembered
from pipelines.watching.politeness import DAY, HOUR, after_failure, after_success, due_at, fresh_for, retry_after

NOW = 1_741_000_000.0  # 3 March 2025, 11:06:40 UTC
FEED = Remembered(source="https://courier.example/feed")


@pytest.mark.parametrize(
    ("fields", "ttl", "wait"),
    [
        ({}, 0, 30),
        ({"cache-control": "max-age=300"}, 0, 300),
        ({"cache-control": "public, Max-Age=300", "age": "120"}, 0, 180),
        ({"cache-control": "max-age=300, no-cache"}, 0, 30),
        ({"cache-control": "no-store"}, 0, 30),
        ({"cache-control": "s-maxage=900"}, 0, 30),
        ({"cache-control": "max-age=10"}, 0, 30),
        ({"cache-control": "max-age=31536000"}, 0, DAY),
        ({"expires": "Mon, 03 Mar 2025 11:16:40 GMT"}, 0, 600),
        ({"expires": "Mon, 03 Mar 2025 13:16:40 GMT", "date": "Mon, 03 Mar 2025 13:06:40 GMT"}, 0, 600),
        ({"expires": "0"}, 0, 30),
        ({"expires": "Mon, 03 Mar 2025 11:16:40 GMT", "cache-control": "max-age=60"}, 0, 60),
        ({"cache-control": "max-age=300"}, 900, 900),
    ],
)
def test_what_still_holds_is_not_asked_for(fields: dict[str, str], ttl: int, wait: float) -> None:
    assert after_success(FEED, fields, ttl, NOW, 30.0).due == NOW + wait


def test_whoever_wants_to_ask_once_a_week_does() -> None:
    assert after_success(FEED, {"cache-control": "max-age=60"}, 0, NOW, 7 * DAY).due == NOW + 7 * DAY


@pytest.mark.parametrize(
    ("status", "fields", "failures", "wait"),
    [
        (None, {}, 0, 60),
        (None, {}, 1, 120),
        (None, {}, 9, HOUR),
        (500, {}, 2, 240),
        (503, {}, 0, 60),
        (503, {"retry-after": "120"}, 5, 120),
        (429, {"retry-after": "5"}, 0, 30),
        (429, {"retry-after": "Mon, 03 Mar 2025 12:06:40 GMT"}, 0, HOUR),
        (429, {"retry-after": "99999999"}, 0, DAY),
        (429, {"retry-after": "soon"}, 0, 60),
        (404, {}, 0, 300),
        (404, {}, 20, DAY),
        (403, {}, 1, 600),
        (410, {}, 0, DAY),
    ],
)
def test_after_a_failure(status: int | None, fields: dict[str, str], failures: int, wait: float) -> None:
    known = after_failure(FEED.with_(failures=failures), status, fields, NOW, 30.0)
    assert (known.due - NOW, known.failures) == (wait, failures + 1)
    assert known.quiet_until == (known.due if status in (429, 503) else 0.0)


def test_an_answer_ends_all_that() -> None:
    failed = after_failure(FEED, 503, {}, NOW, 30.0)
    well = after_success(failed, {}, 0, NOW + 60, 30.0)
    assert (well.failures, well.quiet_until, well.due) == (0, 0.0, NOW + 90)


def test_a_clock_that_was_set_back_does_not_silence_a_feed_for_years() -> None:
    known = after_success(FEED, {}, 0, NOW + 1000 * DAY, 30.0)
    assert due_at(known, NOW) == NOW + DAY


@given(st.text(), st.text(), st.text(), st.text())
def test_no_head_whatever_it_says_does_harm(control: str, expires: str, date: str, retry: str) -> None:
    fields = {"cache-control": control, "expires": expires, "date": date, "retry-after": retry, "age": control}
    assert fresh_for(fields, NOW) >= 0
    assert (retry_after(fields, NOW) or 0.0) >= 0
    assert NOW + 30 <= after_success(FEED, fields, 0, NOW, 30.0).due <= NOW + DAY
    assert NOW + 30 <= after_failure(FEED, 429, fields, NOW, 30.0).due <= NOW + DAY
