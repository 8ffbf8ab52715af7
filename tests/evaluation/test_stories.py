"""Stories by number, the names that gold may call them by, and which pairs of them were compared."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evaluation.compared import compared_pairs
from pipelines.evaluation.stories import Stories, numbers_of, stories_of
from pipelines.families.head import Head
from pipelines.families.scored import within
from pipelines.matching.candidates import HOUR
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.match import MATCH
from tests.evaluation.stores import Told, current_of
from tests.evaluation.test_verdict import BEETS, FERRY

HORIZON = 6 * HOUR


def head(story: str, digest: int, at: str | None, *, uri: str | None = None) -> Head:
    return Head(
        story_id=story,
        uid=f"{story}/{digest}/{at}",
        notice=False,
        edit_kind="new",
        status="usable",
        uri=uri or f"urn:test:{story}",
        version="1",
        versioncreated=at,
        published=at,
        source=None,
        headline=None,
        text_digest="t",
        record_digest="r",
        agency=None,
        credits=(),
        digest=digest,
    )


def numbered(*versions: tuple[Head, ...]) -> Stories:
    return Stories(versions, np.arange(len(versions)), tuple("en" for _ in versions))


VERSIONS = st.tuples(st.integers(0, 4), st.sampled_from([None, "2025-03-04T08:00:00Z", "2025-03-04T13:00:00Z", "2025-03-04T18:00:00Z"]))
WORLDS = st.lists(st.lists(VERSIONS, min_size=1, max_size=3), min_size=1, max_size=5)
ROWS = st.sets(st.tuples(st.integers(1, 4), st.integers(1, 5)).filter(lambda pair: pair[0] != pair[1]))


@given(WORLDS, ROWS, st.sampled_from([1, 3, 1 << 22]))
def test_compared_pairs_are_those_of_a_look_at_every_version(
    world: list[list[tuple[int, str | None]]], pairs: set[tuple[int, int]], at_once: int
) -> None:
    stories = numbered(*(tuple(head(f"s{i}", digest, at) for digest, at in versions) for i, versions in enumerate(world)))
    rows = np.zeros(len(pairs), MATCH)
    for row, (a, b) in zip(rows, sorted(pairs), strict=True):
        row["a"], row["b"] = a, b
    expected: dict[tuple[int, int], bool] = {}
    for i, j in product(range(len(world)), repeat=2):
        for x, y in product(stories.versions[i], stories.versions[j]):
            near = within(microseconds(x.published), microseconds(y.published), HORIZON)
            row_there = (x.digest, y.digest) in pairs or (y.digest, x.digest) in pairs
            if i < j and near and x.digest and y.digest and (row_there or x.digest == y.digest):
                expected[i, j] = expected.get((i, j), False) or row_there
    found = compared_pairs(stories, rows, HORIZON, at_once)
    got = zip(zip(found.low.tolist(), found.high.tolist(), strict=True), found.by_row.tolist(), strict=True)
    assert list(got) == sorted(expected.items())
    low, high = (np.array(ends, np.int64) for ends in np.meshgrid(range(len(world)), range(len(world))))
    held = found.holds(low.ravel(), high.ravel()).tolist()
    assert held == [pair in expected for pair in zip(low.ravel().tolist(), high.ravel().tolist(), strict=True)]


def test_a_name_is_a_uri_or_the_end_of_one() -> None:
    stories = numbered(
        (head("a", 1, None, uri="urn:wire:a-1"),),
        (head("b", 2, None, uri="https://paper.example/news/77"),),
        (head("c", 3, None, uri="urn:left:twice"),),
        (head("d", 4, None, uri="urn:right:twice"),),
        (head("e", 5, None, uri="urn:same"),),
        (head("f", 6, None, uri="urn:same"),),
    )
    found, notes = numbers_of(["urn:wire:a-1", "a-1", "news/77", "77", "twice", "7", "urn:same", "nowhere"], stories)
    assert found == {"urn:wire:a-1": 0, "77": 1, "urn:same": 4}
    assert notes == (
        "stories of the gold that are not in the store: 3 (7, nowhere, twice)",
        "stories that the gold calls by the end of their uri: 3 (77, a-1, news/77)",
        "uris that stand for several stories each, of which the first is taken: 1 (urn:same)",
        "names of the gold that are left out, since another one stands for the same story: 2 (a-1, news/77)",
    )


def test_stories_are_numbered_by_uri_with_their_family_and_language() -> None:
    current = current_of(
        [
            Told("b", FERRY, "two", language="pt-BR"),
            Told("a", BEETS, "one", language=None),
            Told("b", BEETS, "two", version="2", at=None),
        ]
    )
    stories = stories_of(current)
    assert [stories.uri(i) for i in range(len(stories))] == ["urn:test:a", "urn:test:b"]
    assert [[version.uid for version in own] for own in stories.versions] == [["ua-1"], ["ub-1", "ub-2"]]
    assert stories.language == ("und", "pt")
    assert stories.headline(1) == "About b"
    assert [current.families[number].family_id for number in stories.found] == ["fone", "ftwo"]
