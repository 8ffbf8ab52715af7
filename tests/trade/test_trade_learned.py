"""Lines of a table are marked in the stories of their source, and never take the story itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import parse
from pipelines.trade.learned import LearnedLines, mark_learned, shipped_lines, shipped_table, source_key
from pipelines.trade.lines import fold_line
from schemas import FurnitureTable, LearnedLine, SourceLines, Story

LEAD = "The council of Halden voted on Tuesday to cut the timetable of the ferry, which has crossed the river for ninety years."
MORE = "Nineteen speakers came to the hall, most of them against the cut, and the vote was taken late at night."
BOX = "Ask the night desk. It answers every letter from the quay."
NOTE = "Printed on paper from Norrland."


def table(**lines: list[str]) -> LearnedLines:
    held = (
        SourceLines(source=source_key(name), lines=tuple(LearnedLine(text=fold_line(line)) for line in own)) for name, own in lines.items()
    )
    return LearnedLines([FurnitureTable.of(sources=tuple(held))])


def story(*paragraphs: str, source: str | None = "Quay", headline: str = "Ferry cut", **more: object) -> Story:
    text = "\n\n".join(paragraphs)
    fields = {"kind": "story", "story_id": "s1", "uid": "u1", "uri": "x", "text": text, "text_digest": "0", "format": "ninjs/2.1"}
    return Story.model_validate(fields | {"source": source, "headline": headline} | more)


def marked(story: Story, lines: LearnedLines) -> list[str]:
    found = mark_learned(story, lines)
    assert found.text == story.text
    return [found.text[span.start : span.end] for span in found.furniture if span.kind == "learned"]


def test_a_line_is_marked_wherever_it_stands_and_however_it_is_spelled() -> None:
    lines = table(Quay=[BOX, NOTE])
    assert marked(story("PRINTED on  paper from Norrland", LEAD, BOX, MORE), lines) == ["PRINTED on  paper from Norrland", BOX]


def test_a_sentence_in_a_paragraph_is_marked_alone() -> None:
    assert marked(story(LEAD, f"{MORE} {NOTE}"), table(Quay=[NOTE])) == [NOTE]
    assert mark_learned(story(LEAD, f"{MORE} {NOTE}"), table(Quay=[NOTE])).comparison_text() == f"{LEAD}\n\n{MORE} "


def test_a_line_counts_for_its_own_source_only_whatever_its_case() -> None:
    lines = table(Quay=[NOTE])
    assert marked(story(LEAD, NOTE, source=" QUAY"), lines) == [NOTE]
    assert marked(story(LEAD, NOTE, source="Pier"), lines) == []
    assert marked(story(LEAD, NOTE, source=None), lines) == []


def test_a_line_of_every_source_is_a_whole_paragraph() -> None:
    lines = LearnedLines([FurnitureTable.of(sources=(SourceLines(source="*", lines=(LearnedLine(text=fold_line(NOTE)),)),))])
    assert marked(story(LEAD, NOTE, source=None), lines) == [NOTE]
    assert marked(story(LEAD, NOTE, source="Pier"), lines) == [NOTE]
    assert marked(story(LEAD, f"{MORE} {NOTE}"), lines) == []


def test_the_headline_is_never_marked() -> None:
    assert marked(story(LEAD, NOTE, headline="Printed on paper from Norrland"), table(Quay=[NOTE])) == []


def test_a_line_of_more_than_half_the_story_is_never_marked() -> None:
    assert marked(story("The quay is open.", NOTE), table(Quay=[NOTE])) == []
    assert marked(story("The quay is open again.", NOTE), table(Quay=[NOTE])) == [NOTE]


def test_where_the_table_would_take_most_of_a_story_it_takes_nothing() -> None:
    parts = ["The quay is open to all.", "It has a new crane now.", "Ferries leave at noon today."]
    lines = table(Quay=parts)
    assert marked(story(*parts, LEAD), lines) == parts
    assert marked(story(*parts, "Nobody was there."), lines) == []


def test_a_notice_is_left_as_it_is() -> None:
    assert marked(story(LEAD, NOTE, kind="notice"), table(Quay=[NOTE])) == []


def test_marking_again_changes_nothing() -> None:
    lines = table(Quay=[BOX, NOTE])
    once = mark_learned(story(LEAD, BOX, NOTE, MORE), lines)
    assert len(once.furniture) == 2
    assert mark_learned(once, lines) == once


@given(st.lists(st.sampled_from([LEAD, MORE, BOX, NOTE, "Read more: The pier", "(AP)", f"{MORE} {NOTE}"]), min_size=1, max_size=8))
def test_spans_are_in_order_and_never_overlap(paragraphs: list[str]) -> None:
    raw = b'{"uri":"urn:x","body_text":%s,"provider":"Quay"}' % _json("\n\n".join(paragraphs))
    (found,) = parse(raw, "x", furniture=table(Quay=[BOX, NOTE]))
    assert isinstance(found, Story)
    ends = [0, *(span.end for span in found.furniture)]
    assert all(span.start >= end and span.end > span.start for span, end in zip(found.furniture, ends, strict=False))


def _json(text: str) -> bytes:
    import orjson

    return orjson.dumps(text)


def test_the_shipped_table_is_whole_and_each_of_its_lines_is_found() -> None:
    """Changed lines need a new version, and a new number in `SHIPPED_FURNITURE`: see bench/shipped_furniture.py."""
    shipped = shipped_table()
    assert shipped.version == shipped.digest() == SHIPPED_VERSION
    (everywhere,) = shipped.sources
    texts = [line.text for line in everywhere.lines]
    assert texts == sorted(set(texts))
    assert all(fold_line(text) == text and text.count(" ") >= 1 for text in texts)
    assert shipped_lines().of(None).paragraphs.folded == frozenset(texts)


SHIPPED_VERSION = "dace3c4b7133eca0"


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Volver arriba",
        "Retour en haut de page",
        "Zum Inhalt springen",
        "Voltar para o topo",
        "Torna alla home page",
        "Terug naar boven",
        "Перейти к содержанию",
        "العودة إلى الأعلى",
        "返回首页",
        "ページの先頭へ戻る",
    ],
)
def test_shipped_lines_are_left_out_without_any_flag(line: str) -> None:
    (found,) = parse(b'{"uri":"urn:x","body_text":%s}' % _json(f"{LEAD}\n\n{line}\n\n{MORE}"), "x")
    assert isinstance(found, Story)
    assert [(span.kind, found.text[span.start : span.end]) for span in found.furniture] == [("learned", line)]
