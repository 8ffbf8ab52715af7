"""What is no story, by headline, slug and text; and stories that only look so."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.forms import form_of
from schemas.story import Form

PROSE = "\n\n".join(
    [
        "The council of Halden voted on Monday to cut the ferry to three trips a day. Nobody will be left behind, the mayor said.",
        "Nineteen speakers came to the hall. Most of them were sailors, and some had sailed with her for 30 years.",
    ]
    * 3
)
SHORT = "HALDEN, Norway (AP) _ Council cuts ferry to three trips a day."
STANDINGS = "\n".join(
    ["League of the Lakes", "W L Pct GB", "Halden 41 20 .672 -", "Tarnow 38 23 .623 3", "Bergvik 30 31 .492 11", "Quoddy 12 49 .197 29"]
)
TABLE = "\n".join(f"{line}   {line * 7}.25   {line * 7}.75   {line * 90}" for line in range(10, 40))


@pytest.mark.parametrize(
    ("headline", "slug", "text", "form"),
    [
        ("Council cuts ferry", "BC-APNewsAlert", SHORT, "alert"),
        (None, "APNewsAlert", SHORT, "alert"),
        ("ALERTE: le ferry réduit ses horaires", None, "Le conseil a voté.", "alert"),
        ("EILMELDUNG: Fähre fährt seltener", None, "Das teilte der Rat mit.", "alert"),
        ("++ Traghetto fermo a Halden ++", None, "Lo dice il sindaco.", "alert"),
        ("AP News Digest 6 am", "BC-AP News Digest", PROSE, "digest"),
        ("Sports Digest", None, PROSE, "digest"),
        (None, "AM-News-Digest", PROSE, "digest"),
        ("AP Top Stories at 5 p.m.", None, PROSE, "digest"),
        ("Top business headlines", None, PROSE, "digest"),
        ("10 Things to Know for Today", None, PROSE, "digest"),
        ("World briefs", None, PROSE, "digest"),
        ("Highlights of the Halden finance wire at 14:45", None, PROSE, "digest"),
        ("Kort om sport", None, PROSE, "digest"),
        ("Urheilu lyhyesti", None, PROSE, "digest"),
        ("Die wichtigsten Meldungen des Tages", None, PROSE, "digest"),
        (None, "r a PM-DigestBriefs     01-05 1285", PROSE, "digest"),
        ("LIVE: Halden and the lakes, Monday", None, PROSE, "digest"),
        ("Ferry vote live updates: mayor speaks", None, PROSE, "digest"),
        ("EN DIRECT - Le ferry à Halden", None, PROSE, "digest"),
        ("Lake cup final: minuto a minuto", None, PROSE, "digest"),
        ("Council night as it happened", None, PROSE, "digest"),
        ("AP Daybook for Halden", "BC-EU--Halden Daybook", PROSE, "daybook"),
        ("DIARY-Events in Halden to March 9", None, PROSE, "daybook"),
        ("Prévisions du mardi 4 mars", None, PROSE, "daybook"),
        ("League standings", "BC-SOC--Standings", STANDINGS, "agate"),
        (None, "BC-BKN--Lake League Glance", STANDINGS, "agate"),
        ("Yleisurheilutuloksia", None, STANDINGS, "agate"),
        ("TABLE-Fares by line", None, TABLE, "table"),
        ("Halden gas oil call", None, TABLE, "table"),
        ("AP Coverage Advisory", "BC-AP--Coverage Advisory", PROSE, "advisory"),
        ("Photo Advisory: ferry pictures", None, SHORT, "advisory"),
        ("Note to editors", None, SHORT, "advisory"),
    ],
)
def test_what_is_no_story(headline: str | None, slug: str | None, text: str, form: str) -> None:
    assert form_of(headline, slug, text, None) == form


@pytest.mark.parametrize(
    ("headline", "slug", "text"),
    [
        ("Ferry timetable cut", "BC-EU--Ferry", PROSE),
        ("Reader's Digest moves to Halden", None, PROSE),
        ("Doctors find that ferries help digestion", None, PROSE),
        ("Top stories of the sea, told by a sailor", "Sea stories", PROSE),
        ("Halden flood alert lifted", None, PROSE),
        ("ALERT: long read on the ferry", None, PROSE * 3),
        ("Flash flood stops the ferry", None, SHORT),
        ("Mayor briefs council on ferry", None, PROSE),
        ("Things go wrong on the ferry", None, PROSE),
        ("The diary of a sailor", None, PROSE),
        ("Ferry schedule cut", None, PROSE),
        ("Election results: ferry party wins", "BC-EU--Results", PROSE),
        (
            "Ferry results disappoint",
            None,
            "Halden Lines said its net fell to 14,500,000 from 16,200,000 a year before, on sales of 98,000,000.",
        ),
        ("Lottery winner buys ferry", "BC-EU--Lottery Winner", PROSE),
        ("Fuel prices stop the ferry", None, PROSE),
        ("Table talk with the mayor", None, PROSE),
        ("Advisory board backs the ferry", None, PROSE),
        ("Travel advisory lifted for Halden", None, PROSE),
        ("Top ten ferries of the north", None, PROSE),
        ("Highlights of the harbour festival", None, PROSE),
        ("Agenda of the mayor angers sailors", None, PROSE),
        ("Odds and ends from the harbour", None, PROSE),
        ("Where sailors live: a street by the harbour", None, PROSE),
        ("Live music returns to the ferry", None, PROSE),
        ("LIVE: ferry sails", None, SHORT),
        (None, None, ""),
        (None, None, "2025"),
    ],
)
def test_in_doubt_it_is_a_story(headline: str | None, slug: str | None, text: str) -> None:
    assert form_of(headline, slug, text, None) == "story"


@given(st.one_of(st.none(), st.text(max_size=80)), st.one_of(st.none(), st.text(max_size=60)), st.text(max_size=400))
def test_no_text_raises(headline: str | None, slug: str | None, text: str) -> None:
    assert form_of(headline, slug, text, None) in get_args(Form)
