"""Stamps of machines and date lines of pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.times import find_date_line, parse_time


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2021-03-21T10:15:00Z", "2021-03-21T10:15:00Z"),
        ("2021-03-21T10:15:00+02:00", "2021-03-21T08:15:00Z"),
        ("2021-03-21T10:15:00.987654Z", "2021-03-21T10:15:00Z"),
        ("2021-03-21T10:15:00", "2021-03-21T10:15:00Z"),
        ("2021-03-21 10:15:00 +0000", "2021-03-21T10:15:00Z"),
        ("2021-03-21 10:15:00 UTC", "2021-03-21T10:15:00Z"),
        ("20190121T104234Z", "2019-01-21T10:42:34Z"),
        ("2011-01-16T1946Z", "2011-01-16T19:46:00Z"),
        ("20140829T134951+0000", "2014-08-29T13:49:51Z"),
        ("2021-03-21", "2021-03-21T00:00:00Z"),
        ("Sun, 21 Mar 2021 10:15:00 GMT", "2021-03-21T10:15:00Z"),
        ("Sun, 21 Mar 2021 10:15:00 -0400", "2021-03-21T14:15:00Z"),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40Z"),
        ("mar., 02 déc. 2014 10:00:00 +0100", "2014-12-02T09:00:00Z"),
        ("Do, 05 Mär 2020 10:00:00 GMT", "2020-03-05T10:00:00Z"),
    ],
)
def test_stamps(value: str, time: str) -> None:
    assert parse_time(value) == time


@pytest.mark.parametrize(
    "value", ["", "yesterday", "0001-01-01T00:00:00+14:00", "2021-02-30", "2021-03-21T25:00:00Z", "10:15", "03/04/2021"]
)
def test_what_is_no_stamp(value: str) -> None:
    assert parse_time(value) is None


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_every_offset_comes_to_utc(moment: datetime, minutes: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_time(aware.isoformat()) == aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


DAY = "2021-03-21T00:00:00Z"


@pytest.mark.parametrize(
    ("line", "time", "rest"),
    [
        ("date 2021-03-21 Text goes on", DAY, "Text goes on"),
        (" date 2021-03-21 iron prices fell", DAY, "iron prices fell"),
        ("2021-03-21 The council met", DAY, "The council met"),
        ("March 21, 2021", DAY, ""),
        ("Sunday, March 21, 2021", DAY, ""),
        ("March 21, 2021 | Halden Courier", DAY, "Halden Courier"),
        ("21 March 2021 10:15", "2021-03-21T10:15:00Z", ""),
        ("21st March 2021", DAY, ""),
        ("Published: Sun, 21 Mar 2021 10:15:00 GMT", "2021-03-21T10:15:00Z", ""),
        ("21.03.2021", DAY, ""),
        ("2021/03/21", DAY, ""),
        ("21/03/2021", DAY, ""),
        ("03/21/2021", DAY, ""),
        ("Updated 3:15 PM ET, March 21, 2021", "2021-03-21T19:15:00Z", ""),
        ("Updated 3:15 PM ET, January 21, 2021", "2021-01-21T20:15:00Z", ""),
        ("Posted on March 21, 2021 at 3 p.m.", "2021-03-21T15:00:00Z", ""),
        ("Last updated: 21 Mar 2021, 10:15 AM IST", "2021-03-21T04:45:00Z", ""),
        ("Published March 21, 2021 | Updated March 22, 2021 08:00 GMT", "2021-03-22T08:00:00Z", ""),
        ("21 de marzo de 2021", DAY, ""),
        ("2021-03-21T10:15:00Z", "2021-03-21T10:15:00Z", ""),
    ],
)
def test_date_lines(line: str, time: str, rest: str) -> None:
    found = find_date_line(line)
    assert found is not None
    assert (found[0], line[found[1] :]) == (time, rest)


@pytest.mark.parametrize(
    "line",
    [
        "03/04/2021",
        "March 21, 2021, was a cold day in Halden.",
        "March 21, 2021 was a cold day.",
        "December 31, 2021 - a date to remember",
        "February 30, 2021",
        "On March 21, 2021, the ferry left.",
        "In 2021 the ferry left.",
        "12 of the 2021 ferries left.",
        "",
    ],
)
def test_what_is_no_date_line(line: str) -> None:
    assert find_date_line(line) is None


@given(st.text(alphabet="0123456789/-.: March,TZ|pm", max_size=60))
def test_ends_lie_within_the_line(line: str) -> None:
    found = find_date_line(line)
    assert found is None or 0 < found[1] <= len(line)
