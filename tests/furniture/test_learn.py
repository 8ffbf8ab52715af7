"""What is learned: lines that come again in unlike stories of one source; never the background of a running story."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.furniture.learn import learn
from pipelines.furniture.sightings import CARRIERS, sightings
from schemas import Furniture, LearnedLine, SourceLines, Story

BOX = "Ask the night desk about parking near the quay."
TWO = "Printed on paper from Norrland. Delivered by bicycle before breakfast."
BACKGROUND = "The ferry Solveig has crossed the strait of Vellen since 1931 and carries four hundred people a day."
FIRST = date(2025, 3, 1)


def prose(seed: int, sentences: int = 4) -> list[str]:
    """Paragraphs of invented words, others for each seed."""
    chance = Random(seed)

    def word() -> str:
        return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(3))

    return [
        f"The {word()} of {word().title()} will {word()} the {word()} and {word()} it, {word().title()} said." for _ in range(sentences)
    ]


def story(number: int, *paragraphs: str, source: str | None = "Quay Post", day: int | None = 0, version: int = 1, **more: object) -> Story:
    fields = {
        "kind": "story",
        "story_id": f"s{number:024x}",
        "uid": f"u{number}-{version}",
        "uri": f"urn:q:{number}",
        "headline": f"Headline {number}",
        "published": None if day is None else f"{FIRST + timedelta(days=day)}T09:00:00Z",
        "source": source,
        "text": "\n\n".join(paragraphs),
        "text_digest": str(version),
        "format": "ninjs/2.1",
    }
    return Story.model_validate(fields | more)


def apart(one: str, other: str) -> bool:
    """No two stories are linked."""
    return False


def learned(stories: list[Story], linked: object = apart, least_stories: int = 3, least_days: int = 7) -> list[str]:
    found = learn(lambda: iter(stories), linked, least_stories, least_days)  # type: ignore[arg-type]
    return [line.text for source in found for line in source.lines]


def carrying(line: str, days: tuple[int | None, ...], **more: object) -> list[Story]:
    """Unlike stories that carry a line."""
    return [story(number, *prose(number), line, day=day, **more) for number, day in enumerate(days)]  # type: ignore[arg-type]


FOLDED = "ask the night desk about parking near the quay"


def test_a_line_in_three_unlike_stories_over_a_week_is_learned() -> None:
    found = learn(lambda: iter(carrying(BOX, (0, 3, 7))), apart, 3, 7)
    line = LearnedLine(text=FOLDED, stories=3, first_day="2025-03-01", last_day="2025-03-08", position="tail")
    assert found == (SourceLines(source="quay post", lines=(line,)),)


@pytest.mark.parametrize("days", [(0, 7), (0, 3, 6), (0, 0, 0), (None, None, None), (0, None, None)])
def test_too_few_stories_or_days_do_not_do(days: tuple[int | None, ...]) -> None:
    assert learned(carrying(BOX, days)) == []


def test_an_undated_story_counts_as_a_story_but_not_for_the_days() -> None:
    assert learned(carrying(BOX, (0, None, 7))) == [FOLDED]
    assert learned(carrying(BOX, (0, 6, None))) == []


def test_the_bounds_are_the_callers() -> None:
    assert learned(carrying(BOX, (0, 2)), least_stories=2, least_days=2) == [FOLDED]
    assert learned(carrying(BOX, (0, 3, 7)), least_stories=4) == []


def test_versions_of_one_story_count_once() -> None:
    versions = [story(1, *prose(version), BOX, day=day, version=version) for version, day in enumerate((0, 4, 9))]
    assert learned(versions) == []
    assert learned([*versions, story(2, *prose(20), BOX, day=1), story(3, *prose(30), BOX, day=2)]) == []
    assert learned([*versions, story(2, *prose(20), BOX, day=1), story(3, *prose(30), BOX, day=7)]) == [FOLDED]


def test_sources_are_not_counted_together() -> None:
    stories = carrying(BOX, (0, 3, 7))
    assert learned([stories[0], stories[1], stories[2].model_copy(update={"source": "Pier Times"})]) == []
    assert learned([stories[0], stories[1], stories[2].model_copy(update={"source": " QUAY post"})]) == [FOLDED]
    assert learned([story.model_copy(update={"source": None}) for story in stories]) == []


def test_two_words_are_no_line() -> None:
    assert learned(carrying("Norrland bicycles", (0, 3, 7))) == []
    assert learned(carrying("Norrland bicycles daily", (0, 3, 7))) == ["norrland bicycles daily"]


def test_a_paragraph_of_learned_sentences_is_told_by_them() -> None:
    assert learned(carrying(TWO, (0, 3, 7))) == ["delivered by bicycle before breakfast", "printed on paper from norrland"]


def test_the_background_of_a_running_story_is_not_learned() -> None:
    """Four weeks of one outlet on one ferry: its names come again in every lead, so the stories are alike."""
    leads = [
        "Captain Runa Oddvar of the Solveig told the council of Vellen that the strait crossing needs a new engine before autumn.",
        "The council of Vellen heard captain Runa Oddvar on the engine of the Solveig, and the strait crossing stays open.",
        "An engine for the Solveig reached Vellen on Friday, captain Runa Oddvar said, and the strait crossing pauses for autumn.",
        "Captain Runa Oddvar took the Solveig over the strait to Vellen with its new engine, the council said of the crossing.",
    ]
    stories = [story(number, lead, *prose(number, 1), BACKGROUND, day=7 * number) for number, lead in enumerate(leads)]
    assert learned(stories) == []


def test_what_is_about_each_story_that_carries_it_is_not_learned() -> None:
    line = "Nordhav Bulk Shipping of Bergen said it"
    stories = [story(n, f"Nordhav Bulk Shipping of Bergen plans {' '.join(prose(n))}", line, *prose(n + 50), day=7 * n) for n in range(3)]
    assert learned(stories) == []


def similar(share: int) -> list[Story]:
    """Three stories that have `share` of their eight sentences in common, in other words: the sentences are reversed."""
    common = prose(99, share)

    def turned(sentence: str, by: int) -> str:
        words = sentence.rstrip(".").split()
        return " ".join([*words[by:], *words[:by]]).capitalize() + "."

    return [story(n, *(turned(s, 2 * n + 1) for s in common), *prose(n, 8 - share), BOX, day=5 * n) for n in range(3)]


def test_stories_that_are_alike_count_once_whatever_the_store_says() -> None:
    assert learned(similar(0)) == [FOLDED]
    assert learned(similar(4)) == []


def test_a_match_counts_only_where_something_is_shared_beside_the_line() -> None:
    """Stories unlike but for the line are not made one by a match that the line itself brought about."""
    assert learned(similar(0), linked=lambda one, other: True) == [FOLDED]
    assert learned(similar(1), linked=apart) == [FOLDED]
    assert learned(similar(1), linked=lambda one, other: True) == []


def test_what_is_most_of_a_story_or_its_headline_is_not_learned() -> None:
    long = " ".join(prose(77, 6))
    assert learned([story(n, *prose(n, 2), long, day=5 * n) for n in range(3)]) == []
    assert learned([story(n, *prose(n), BOX, day=5 * n, headline=BOX) for n in range(3)]) == []


def test_what_the_rules_mark_is_not_learned_and_what_an_earlier_table_marked_is() -> None:
    stories = carrying(BOX, (0, 3, 7))

    def marked(kind: str) -> list[Story]:
        spans = [(s, Furniture(start=s.text.index(BOX), end=len(s.text), kind=kind)) for s in stories]  # type: ignore[arg-type]
        return [s.model_copy(update={"furniture": (span,)}) for s, span in spans]

    assert learned(marked("promo")) == []
    assert learned(marked("learned")) == [FOLDED]


def test_from_an_agency_only_what_stands_at_the_very_head_or_tail_is_learned() -> None:
    def wire(*places: str) -> list[Story]:
        out = []
        for n, place in enumerate(places):
            body = prose(n)
            at = {"head": 0, "middle": 2, "tail": len(body)}[place]
            out.append(story(n, *body[:at], BOX, *body[at:], day=5 * n, source="AFP"))
        return out

    assert learned(wire("tail", "tail", "tail")) == [FOLDED]
    assert learned(wire("head", "tail", "head")) == [FOLDED]
    assert learned(wire("tail", "middle", "tail")) == []
    assert learned([s.model_copy(update={"source": "Quay Post"}) for s in wire("tail", "middle", "tail")]) == [FOLDED]


def test_notices_are_not_read() -> None:
    assert learned([s.model_copy(update={"kind": "notice"}) for s in carrying(BOX, (0, 3, 7))]) == []


def test_a_line_of_many_stories_is_judged_by_a_sample_and_counted_in_all() -> None:
    stories = [story(n, *prose(n), BOX, day=n) for n in range(3 * CARRIERS)]
    seen = sightings(iter(stories), 3, 7)
    assert seen.stories.tolist() == [3 * CARRIERS]
    assert seen.carriers.tolist() == list(range(CARRIERS)), "of the smallest story ids"
    ((line,),) = (source.lines for source in learn(lambda: iter(stories), apart, 3, 7))
    assert (line.stories, line.first_day, line.last_day) == (96, "2025-03-01", "2025-06-04")


def test_nothing_is_learned_from_nothing() -> None:
    assert learned([]) == []
    assert learned([story(1)]) == []


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_order_and_repetition_of_the_stories_do_not_matter(data: st.DataObject) -> None:
    lines = (BOX, TWO, BACKGROUND)
    chosen = data.draw(st.lists(st.tuples(st.sampled_from(lines), st.integers(0, 20), st.integers(0, 5)), min_size=3, max_size=9))
    stories = [story(n % 7, *prose(seed), line, day=day, version=n) for n, (line, day, seed) in enumerate(chosen)]
    before = learn(lambda: iter(stories), apart, 2, 3)
    shuffled = data.draw(st.permutations(stories + stories[:2]))
    assert learn(lambda: iter(shuffled), apart, 2, 3) == before
