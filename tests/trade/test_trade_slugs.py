"""Slug lines of the wires, taken apart by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.slugs import SlugLine, base_slug, slug_line


@pytest.mark.parametrize(
    ("slug", "parts"),
    [
        ("Lake Ferries", SlugLine("Lake Ferries")),
        (
            "BC-US--Earns-Halden Lines, 1st Ld-Writethru",
            SlugLine("Earns-Halden Lines", "BC", "US", "1st Ld-Writethru", 1, "update"),
        ),
        ("BC-AF-MED-Congo-Ferry-Fever", SlugLine("Congo-Ferry-Fever", "BC", "AF-MED")),
        ("AF-MED--Congo-Ferry Fever", SlugLine("Congo-Ferry Fever", None, "AF-MED")),
        ("BC-WY--Ferry Lottery", SlugLine("Ferry Lottery", "BC", "WY")),
        ("BKN--Halden-Tarnow", SlugLine("Halden-Tarnow", None, "BKN")),
        ("BC-EU--Ferry, 5th Ld-Writethru,827<", SlugLine("Ferry", "BC", "EU", "5th Ld-Writethru", 5, "update", word_count=827)),
        ("AM-Ferries, 2nd Ld, a0512,0700", SlugLine("Ferries", "AM", None, "2nd Ld", 2, "update", word_count=700)),
        ("PM-Ferries, Bjt, 0800", SlugLine("Ferries", "PM", None, "Bjt", word_count=800)),
        ("PM-Ferries, Bjt, 1st Ld", SlugLine("Ferries", "PM", None, "Bjt, 1st Ld", 1, "update")),
        ("AP-Ferries, 1st Add", SlugLine("Ferries", "AP", None, "1st Add", 1, "add")),
        ("BC-Ferries, Take 2", SlugLine("Ferries", "BC", None, "Take 2", 2, "add")),
        ("BC-Ferries, Take 1", SlugLine("Ferries", "BC", None, "Take 1")),
        ("BC-EU--Ferry-ABRIDGED", SlugLine("Ferry", "BC", "EU", abridged=True)),
        ("BC-EU--Ferry, Abridged", SlugLine("Ferry", "BC", "EU", "Abridged", abridged=True)),
        ("BC-EU--Ferry, Sub", SlugLine("Ferry", "BC", "EU", "Sub", None, "update")),
        ("BC-EU--Ferry, Correction", SlugLine("Ferry", "BC", "EU", "Correction", None, "correction")),
        ("USA-FERRIES/FARES (UPDATE 1, PIX, TV)", SlugLine("USA-FERRIES/FARES", tags=("UPDATE 1", "PIX", "TV"))),
        ("US-China-Ferry", SlugLine("US-China-Ferry")),
        # Headers of old wires: priority, category, keyword, mark, what it replaces, day, words
        (
            "r a PM-BoatChase 1stLd-Writethru a0530 01-03 0550",
            SlugLine("BoatChase", "PM", None, "1stLd-Writethru", 1, "update", word_count=550),
        ),
        ("u i AM-BRF--Ferry     01-03 0113", SlugLine("Ferry", "AM", "BRF", word_count=113)),
        ("r w PM-FerryHistory-1stAdd     01-02 0569", SlugLine("FerryHistory", "PM", None, "1stAdd", 1, "add", word_count=569)),
        ("u f AM-Ferries Bjt   01-05 0452", SlugLine("Ferries", "AM", None, "Bjt", word_count=452)),
        ("2 FERRIES EU", SlugLine("FERRIES EU")),
        ("Boat 747", SlugLine("Boat 747")),
        ("Budget 2020", SlugLine("Budget 2020")),
        ("Brygge/Ferje/Vær", SlugLine("Brygge/Ferje/Vær")),
        ("", SlugLine("")),
    ],
)
def test_parts(slug: str, parts: SlugLine) -> None:
    assert slug_line(slug) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BC-AF-MED-Congo-WHO-Sex-Abuse", "AF-MED--Congo-WHO-Sex Abuse"),
        ("BC-EU--Ferry", "BC-EU-Ferry"),
        ("BC-EU--Ferry Fares, 1st Add", "AM-EU--Ferry-Fares, 3rd Ld-Writethru,900<"),
        ("USA-FERRIES/FARES (UPDATE 1, PIX, TV)", "USA-FERRIES/FARES"),
        ("BC-EU--Ferry, KILL", "BC-EU--Ferry"),
        ("1 FERRIES EU", "2 FERRIES EU"),
    ],
)
def test_one_story_has_one_base(one: str, other: str) -> None:
    assert base_slug(one) == base_slug(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US-China-Ferry", "UN-China-Ferry"),
        ("Ferry-Fares", "Ferry-Fires"),
        ("Budget 2020", "Budget 2021"),
        ("Smith, Jane", "Smith, John"),
    ],
)
def test_stories_of_their_own_keep_their_slugs(one: str, other: str) -> None:
    assert base_slug(one) != base_slug(other)


def test_no_slug_has_no_base() -> None:
    assert (base_slug(None), base_slug(""), base_slug(" - ")) == (None, None, None)


@given(st.one_of(st.text(max_size=120), st.from_regex(r"[A-Z -]{0,20}[A-Za-z,<(/ 0-9-]{0,60}", fullmatch=True)))
def test_no_slug_raises_and_its_base_is_stable(slug: str) -> None:
    parts = slug_line(slug)
    assert parts.word_count is None or parts.word_count >= 0
    assert base_slug(slug) == base_slug(f" {slug} ")
