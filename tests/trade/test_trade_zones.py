"""Stamps of wires, with and without a zone of their own."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.times import parse_time, read_time
from pipelines.trade.zones import zone_of


@pytest.mark.parametrize(
    ("provider", "zone"),
    [
        ("STT", "Europe/Helsinki"),
        ("Suomen Tietotoimisto", "Europe/Helsinki"),
        ("www.stt.fi", "Europe/Helsinki"),
        ("NTB", "Europe/Oslo"),
        ("ntb", "Europe/Oslo"),
        ("Belga", "Europe/Brussels"),
        ("belga.be", "Europe/Brussels"),
        ("Scoop", "Pacific/Auckland"),
        ("ITAR-TASS", "Europe/Moscow"),
        ("TT", "Europe/Stockholm"),
        ("Ritzau", "Europe/Copenhagen"),
        ("ANP", "Europe/Amsterdam"),
        ("APA", "Europe/Vienna"),
        ("Deutsche Presse-Agentur", "Europe/Berlin"),
        ("Agence France-Presse", "Europe/Paris"),
        ("EFE", "Europe/Madrid"),
        ("ANSA", "Europe/Rome"),
        ("Kyodo News", "Asia/Tokyo"),
        ("Yonhap", "Asia/Seoul"),
        ("Press Trust of India", "Asia/Kolkata"),
        ("The Associated Press", "UTC"),
        ("Business Wire", "America/New_York"),
    ],
)
def test_zones_of_providers(provider: str, zone: str) -> None:
    assert zone_of(provider) == ZoneInfo(zone)


@pytest.mark.parametrize("provider", [None, "", "Halden Courier", "halden.fi", "fi"])
def test_who_is_not_known_has_no_zone(provider: str | None) -> None:
    assert zone_of(provider) is None


@pytest.mark.parametrize(
    ("value", "provider", "time", "basis"),
    [
        # Helsinki is two hours ahead in winter and three in summer.
        ("2021-01-21T10:15:00", "STT", "2021-01-21T08:15:00Z", "zone"),
        ("2021-07-21T10:15:00", "STT", "2021-07-21T07:15:00Z", "zone"),
        ("20210721T101500", "STT", "2021-07-21T07:15:00Z", "zone"),
        ("2021-07-21T10:15:00+02:00", "STT", "2021-07-21T08:15:00Z", "item"),
        ("2021-07-21T10:15:00Z", "STT", "2021-07-21T10:15:00Z", "item"),
        ("2021-07-21T10:15:00", "Halden Courier", "2021-07-21T10:15:00Z", "utc"),
        ("2021-07-21T10:15:00", None, "2021-07-21T10:15:00Z", "utc"),
        ("2021-01-21 10:15", "Scoop", "2021-01-20T21:15:00Z", "zone"),
        ("20210121101500", "TASS", "2021-01-21T07:15:00Z", "zone"),
        ("202101211015", "PTI", "2021-01-21T04:45:00Z", "zone"),
        # The hour that comes twice is the earlier one.
        ("2021-10-31T03:30:00", "STT", "2021-10-31T00:30:00Z", "zone"),
        # A day without a clock stays that day.
        ("2021-07-21", "STT", "2021-07-21T00:00:00Z", "utc"),
        ("20210721", "Kyodo", "2021-07-21T00:00:00Z", "utc"),
        ("21 July 2021", "STT", "2021-07-21T00:00:00Z", "utc"),
        ("21.7.2021 10:15", "STT", "2021-07-21T07:15:00Z", "zone"),
    ],
)
def test_whose_zone_it_is(value: str, provider: str | None, time: str, basis: str) -> None:
    assert read_time(value, provider) == (time, basis)


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("20140829T134951+0000", "2014-08-29T13:49:51Z"),
        ("20140829T154951+0200", "2014-08-29T13:49:51Z"),
        ("20140829T134951Z", "2014-08-29T13:49:51Z"),
        ("20140829T1349Z", "2014-08-29T13:49:00Z"),
        ("2011-01-16T1946Z", "2011-01-16T19:46:00Z"),
        ("2014-08-29T13:49:51.1234567+02:00", "2014-08-29T11:49:51Z"),
        ("2014-08-29T13:49:51 +0200", "2014-08-29T11:49:51Z"),
        ("2014-08-29T13:49:51 Z", "2014-08-29T13:49:51Z"),
        ("2014-08-29T13:49:51GMT", "2014-08-29T13:49:51Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("20140829134951Z", "2014-08-29T13:49:51Z"),
        ("20140829134951+0200", "2014-08-29T11:49:51Z"),
        ("08-29-16 1626GMT", "2016-08-29T16:26:00Z"),
        ("AP-WF-08-29-16 1626GMT<", "2016-08-29T16:26:00Z"),
        ("AP-NY-01-02-03 1234EST", "2003-01-02T17:34:00Z"),
        ("AP-NY-07-02-98 1234EDT", "1998-07-02T16:34:00Z"),
        ("212101 GMT Nov 18", "2018-11-21T21:01:00Z"),
        ("212101 GMT nov 2018", "2018-11-21T21:01:00Z"),
        ("012359 CET Jan 69", "1969-01-01T22:59:00Z"),
        ("Sun, 21 Mar 2021 10:15:00 GMT", "2021-03-21T10:15:00Z"),
        ("Sun, 21 Mar 21 10:15 EDT", "2021-03-21T14:15:00Z"),
        ("21 Mar 2021 10:15:00 -0400", "2021-03-21T14:15:00Z"),
        ("Sun Mar 21 10:15:00 GMT 2021", "2021-03-21T10:15:00Z"),
        ("Sun Mar 21 10:15:00 +0100 2021", "2021-03-21T09:15:00Z"),
        ("March 21, 2021 3:15 PM ET", "2021-03-21T19:15:00Z"),
    ],
)
def test_stamps_with_a_zone(value: str, time: str) -> None:
    assert read_time(value, "STT") == (time, "item")
    assert parse_time(value) == time


def test_the_day_time_group_of_old_wires_without_its_zone_is_the_providers() -> None:
    assert read_time("212201 Nov 18", "dpa") == ("2018-11-21T21:01:00Z", "zone")


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "03/04/2021",
        "20151332T101500Z",
        "20150230101500",
        "321010 GMT Nov 18",
        "212501 GMT Nov 18",
        "212101 GMT Nom 18",
        "13-29-16 1626GMT",
        "08-29-16 1626",
        "08-29 0590",
        "1409320191",
        "1409320191000",
        "201509",
        "2015",
        "0001-01-01T00:00:00+14:00",
        "9" * 5000,
        "Updated: 21 March 2021",
    ],
)
def test_no_silent_guess(value: str) -> None:
    assert read_time(value, "STT") is None


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2037, 12, 30)))  # noqa: DTZ001
def test_a_providers_clock_says_the_same_in_every_form(moment: datetime) -> None:
    forms = ("%Y-%m-%dT%H:%M:%S", "%Y%m%dT%H%M%S", "%Y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S")
    moment = moment.replace(microsecond=0, fold=0)  # a stamp does not say which of an hour that comes twice it means: the first
    local = moment.replace(tzinfo=ZoneInfo("Europe/Oslo"))
    expected = local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {read_time(moment.strftime(form), "NTB") for form in forms} == {(expected, "zone")}


@given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9TZ:+. A-Za-z-]{0,30}", fullmatch=True)))
def test_no_text_raises(value: str) -> None:
    found = read_time(value, "NTB")
    assert found is None or len(found[0]) == 20
