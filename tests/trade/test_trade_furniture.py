"""What is furniture in a body, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trade.furniture import credits_of, find_furniture

LEAD = "The council of Halden voted on Tuesday to cut the timetable of the ferry, which has crossed the river for ninety years."
MORE = "Nineteen speakers came to the hall, most of them against the cut, and the vote was taken late at night."
LAST = "The ferry carries four hundred people a day, and its two captains have said that they would go."


def kinds(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find_furniture(text)]


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "By JANE ROE, Associated Press",
        "By Jane Roe and Ivan Petrov",
        "By Jane Roe | Halden Courier",
        "Jane Roe, Associated Press",
        "Por Ines Moldovan",
    ],
)
def test_a_byline_above_the_story(line: str) -> None:
    assert kinds(page(line, LEAD, MORE)) == [("byline", line)]


@pytest.mark.parametrize(
    "line",
    [
        "READ | Bridge to be painted",
        "READ MORE: Bridge to be painted",
        "Also read: Bridge to be painted",
        "ALSO READ | Bridge to be painted",
        "Related: Bridge to be painted",
        "Follow us on Facebook and Instagram",
        "Sign up for our morning newsletter. Get the day's stories in your inbox.",
        "Subscribe to the Courier",
        "Click here to read more stories",
        "Advertisement",
        "ADVERTISEMENT",
        "Share this article",
        "Facebook Twitter WhatsApp Email",
        "Story continues below advertisement",
        "We use cookies to improve your experience. Read our policy.",
        "What to know about the ferry",
        "Download the Courier app".replace("the Courier", "our"),
        "By signing up, you agree to our terms.",
        "Follow us on all our channels",
        "Get the news of Halden on your phone: join our WhatsApp group",
        "Do you have a tip for us? Write to the newsroom.",
        "Tell us what you think in the comments.",
        "Article saved. You find it in your list.",
    ],
)
def test_a_promo_among_the_paragraphs(line: str) -> None:
    assert kinds(page(LEAD, line, MORE)) == [("promo", line)]


@pytest.mark.parametrize(
    "line",
    [
        "(AP Photo/Jane Roe)",
        "(Photo: Jane Roe)",
        "(Image Credit: Halden Courier)",
        "[Photo: Jane Roe]",
        "(Jane Roe / Reuters)",
        "(Getty Images)",
    ],
)
def test_the_sentence_before_a_picture_credit_is_its_caption(line: str) -> None:
    caption = "The ferry at its pier on Monday."
    assert kinds(page(LEAD, caption, line, MORE)) == [("caption", caption), ("caption", line)]
    assert kinds(page(LEAD, f"{caption}\n{line}", MORE)) == [("caption", caption), ("caption", line)]
    assert kinds(page(LEAD, f"{caption} {line}", MORE)) == [("caption", f"{caption} {line}")]


def test_a_paragraph_that_somebody_says_is_no_caption() -> None:
    said = '"We were not asked," the owner of the bakery said.'
    assert kinds(page(LEAD, said, "(Photo: Jane Roe)", MORE)) == [("caption", "(Photo: Jane Roe)")]
    assert kinds(page(LEAD, f"{said} (Photo: Jane Roe)", MORE)) == [("caption", "(Photo: Jane Roe)")]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2024 The Associated Press. All rights reserved.",
        "© 2024 Halden Courier",
        "Reporting by Jane Roe; Editing by Ivan Petrov",
        "(Reporting by Jane Roe; Editing by Ivan Petrov)",
        "Jane Roe reported from Oslo.",
        "Jane Roe reported from Oslo. Associated Press writer Ivan Petrov in Moscow contributed to this report.",
        "Associated Press writer Ivan Petrov contributed to this report.",
        "Follow AP's coverage of ferries at https://example.org/ferries",
        "Online: http://ferry.example",
        "(END)",
        "Enditem",
        "PTI ABC DEF",
        "dpa abc de",
        "daa/mt/msr",
        "AFP/ab",
        "Copyright Halden Courier. This material may not be published without permission.",
        "___",
    ],
)
def test_a_tail_below_the_story(line: str) -> None:
    assert kinds(page(LEAD, MORE, LAST, line)) == [("tail", line)]


def test_a_sign_off_within_the_last_paragraph() -> None:
    assert kinds(page(LEAD, f"{LAST} (END)")) == [("tail", "(END)")]
    assert kinds(page(LEAD, f"{LAST} PTI ABC DEF")) == [("tail", "PTI ABC DEF")]
    assert kinds(page(LEAD, f"{LAST} (AFP)")) == [("credit", "(AFP)")]
    assert kinds(page(LEAD, f"{LAST} — Reuters")) == [("credit", "— Reuters")]
    assert kinds(page(LEAD, f"{LAST} (Reporting by Jane Roe; Editing by Ivan Petrov)"))[0][0] == "tail"


def test_the_sign_off_of_an_old_wire() -> None:
    wrapped = "The council of Halden voted to cut the\ntimetable of its ferry, which has crossed\nthe river for ninety years.\n Reuter"
    assert kinds(wrapped) == [("tail", "Reuter")]
    assert kinds(page(LEAD, "REUTER")) == [("tail", "REUTER")]


def test_a_pointer_at_the_end_of_a_paragraph() -> None:
    assert kinds(page(f"{LEAD} READ | Bridge to be painted", MORE)) == [("promo", "READ | Bridge to be painted")]
    assert kinds(page(f"{LEAD} Also Read: Bridge to be painted", MORE)) == [("promo", "Also Read: Bridge to be painted")]


def test_the_list_under_a_heading_of_links_goes_with_it() -> None:
    text = page(LEAD, "What to know about the ferry", "- Timetable: all departures", "- History: ninety years", MORE)
    assert [kind for kind, _ in kinds(text)] == ["promo", "promo", "promo"]
    assert kinds(page(LEAD, "- a first demand of the captains", MORE)) == []


def test_the_dateline_after_byline_date_and_advisory() -> None:
    text = page("By JANE ROE\nAssociated Press Writer", "March 4, 2025", "(Adds quote)", f"HALDEN, Norway (AP) — {LEAD}", MORE)
    assert kinds(text) == [
        ("byline", "By JANE ROE"),
        ("byline", "Associated Press Writer"),
        ("date", "March 4, 2025"),
        ("note", "(Adds quote)"),
        ("dateline", "HALDEN, Norway (AP) —"),
    ]


def test_another_storys_headline_among_the_paragraphs() -> None:
    headline = "Bakery on the pier wins a prize for its rye bread"
    assert kinds(page(LEAD, headline, MORE, LAST)) == [("promo", headline)]


@pytest.mark.parametrize(
    "line",
    [
        "What happens next",  # a heading of the story
        "Bakery on the pier wins a prize for its rye bread.",
        "the timetable of the ferry and of both its buses",
        "The demands of the captains are these three:",
    ],
)
def test_a_line_that_may_be_the_storys_own_stays(line: str) -> None:
    assert kinds(page(LEAD, line, MORE, LAST)) == []


def test_lines_without_full_stops_stay_where_they_are_many_or_run_on() -> None:
    first, second = "First prize to Jane Roe of Halden with forty points", "Second prize to Ivan Petrov of Oslo with thirty points"
    assert kinds(page(LEAD, first, second, MORE)) == []
    assert kinds(page(LEAD, "The sign at the pier, which was new, had these words:", first, MORE)) == []
    assert (
        kinds(page(LEAD, first, "and its captain, who has steered it for thirty years, said on Monday that he would go to sea.", MORE))
        == []
    )
    assert kinds(page(LEAD, first)) == []


def test_a_place_before_a_colon_is_a_dateline_but_the_headings_of_a_roundup_are_none() -> None:
    assert kinds(page(f"Halden: {LEAD}", MORE)) == [("dateline", "Halden:")]
    assert kinds(page(f"HALDEN, Norway: {MORE}", LAST)) == [("dateline", "HALDEN, Norway:")]
    assert kinds(page(f"HALDEN: {LEAD}", f"OSLO: {MORE}", LAST)) == []
    assert kinds(page(f"HALDEN — {LEAD}", f"Oslo: {MORE}", LAST)) == []


def test_the_dateline_may_stand_below_a_summary_but_a_heading_of_a_roundup_is_none() -> None:
    assert kinds(page(MORE, f"HALDEN, Norway (AP) — {LEAD}")) == [("dateline", "HALDEN, Norway (AP) —")]
    assert kinds(page(MORE, f"HALDEN — {LEAD}")) == []


def test_credits_are_joined_and_those_of_pictures_left_out() -> None:
    text = page(LEAD, "The ferry at its pier. (AP Photo/Jane Roe)", MORE, "With inputs from PTI", "Source: Halden Courier")
    assert credits_of(text, find_furniture(text)) == "With inputs from PTI | Source: Halden Courier"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Read more books, he told the pupils.",
        "Related matters came up at once.",
        "Follow the money, the auditor said.",
        "Sign up and you will be shot, the deserter was told.",
        "By Friday the ferry had gone.",
        "By then, Jane Roe had left.",
        "Share prices fell by a third on Monday.",
        "Click went the lock.",
        "More than forty people came.",
        "The mayor said it (with a smile).",
        "He put the picture back (it was a cheap one).",
        "Photo albums lay in the mud.",
        "Copyright law was not made for this, the judge said.",
        "Source material is hard to find in Halden.",
        "Online shops gained from the strike.",
        "End of the month, the ferry stops.",
        "Reporting by the two papers had begun the inquiry.",
        "Jones, who reported from Halden for a decade, was not asked.",
        "Watch out for ice, the police warned.",
        "With files from the archive he proved his claim before the court of appeal.",
        "This story has been told in Halden for a hundred years.",
        "Get out of the water, the captain shouted.",
        "Editing by hand takes a week.",
        "Copyright Act or not, the song was his. This is how the court saw it.",
        "Tell us what you saw, the officer said, and nobody had a comment.",
        "Sources: that was what the reporter would not name.",
    ],
)
def test_running_text_is_left_alone(paragraph: str) -> None:
    assert kinds(page(LEAD, paragraph, MORE)) == []
    assert kinds(page(paragraph, LEAD, MORE)) == []
    assert kinds(page(LEAD, MORE, LAST, paragraph)) == []


SUBJECTS = [
    "The council",
    "Jane Roe",
    "A spokesman for the port",
    "More people",
    "Police",
    "Follow-up tests",
    "Halden",
    "Nobody",
    "Sign language",
]
VERBS = [
    "said on Monday that",
    "voted late at night, and",
    "read in the paper that",
    "shared the view that",
    "agreed:",
    "told reporters (in Oslo) that",
]
OBJECTS = [
    "the ferry would stop.",
    "prices rose 3.5 percent to 1,750 crowns.",
    '"we were not asked."',
    "the photo was his own.",
    "he signed up in 2021.",
]
sentence = st.builds(lambda s, v, o: f"{s} {v} {o}", st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(OBJECTS))
paragraph = st.lists(sentence, min_size=1, max_size=5).map(" ".join)


@given(st.lists(paragraph, min_size=1, max_size=12).map("\n\n".join))
def test_ordinary_prose_has_no_furniture(text: str) -> None:
    assert find_furniture(text) == ()


LINES = st.one_of(
    st.text(max_size=60),
    paragraph,
    st.sampled_from(
        [
            "READ | x",
            "(Photo: X)",
            "By Jane Roe",
            "___",
            "(END)",
            "Reuter",
            "March 4, 2025",
            "Subscribe",
            "- x",
            "OSLO (AP) — He left.",
            "(AP)",
            "©",
        ]
    ),
)


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", " "]))
def test_stretches_are_in_order_apart_and_inside(lines: list[str], joint: str) -> None:
    text = joint.join(lines)
    end = 0
    for span in find_furniture(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        end = span.end
