"""Derivatives are attached to families and nothing is attached to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import attach as attaching
from pipelines.families import build
from pipelines.families.attach import Attachment, attach, may_derive
from pipelines.families.head import Head
from pipelines.families.scored import Scored
from tests.families.builders import Answers, built, derived, head, member, partition, row, rows, rules, when
from tests.families.worlds import World, worlds

WIRE = head("wire", 1, agency="AP", source="AP")
COPY = head("copy", 2, naming=["AP"])
OWN_STORY = head("own", 3, naming=["AP"], at=when(11))
STRONG = row(1, 2, 0.9)


def homes_of(clusters: Sequence[Sequence[str]], heads: Sequence[Head], *known: np.void) -> dict[str, Attachment]:
    """What is attached, where nothing was compared before."""
    stories: dict[str, list[Head]] = {}
    for one in heads:
        stories.setdefault(one.story_id, []).append(one)
    return attach(clusters, stories, Scored(rules(), Answers(*known)))


@pytest.mark.parametrize(
    ("one", "source", "expected"),
    [
        (OWN_STORY, WIRE, True),
        (head("x", 3, naming=["AFP"]), WIRE, False),
        (head("x", 3), WIRE, False),
        (head("x", 3, agency="AFP", naming=["AP"]), WIRE, False),
        (head("x", 3, agency="AP", naming=["AP"]), WIRE, False),
        (OWN_STORY, COPY, True),
        (head("x", 3, naming=["AFP", "AP"]), COPY, True),
        (head("x", 3, naming=["AFP"]), COPY, False),
        (OWN_STORY, head("y", 4), False),
    ],
)
def test_a_derivative_names_the_agency_and_is_no_agency_s_own_copy(one: Head, source: Head, expected: bool) -> None:
    assert may_derive(one, source) is expected


def test_a_derivative_hangs_on_the_member_it_tells_most_of() -> None:
    homes = homes_of([["wire", "copy"], ["own"]], [WIRE, COPY, OWN_STORY], STRONG, derived(1, 3, 1.0), derived(2, 3, 0.7))
    assert set(homes) == {"own"}
    assert homes["own"].home == "wire"
    assert 0.6 <= homes["own"].probability <= 1
    homes = homes_of([["wire", "copy"], ["own"]], [WIRE, COPY, OWN_STORY], STRONG, derived(1, 3, 0.7), derived(2, 3, 1.0))
    assert homes["own"].home == "copy"


def test_it_is_found_by_comparing_where_no_index_key_brought_the_pair() -> None:
    families = built([WIRE, COPY, OWN_STORY], STRONG, derived(2, 3))
    assert partition(families) == {frozenset(["wire", "copy", "own"])}
    found = member(families, "own")
    assert found.relation == "derivative"
    assert found.probability >= 0.6


def test_siblings_that_share_nothing_with_it_do_not_count_against_it() -> None:
    names = [f"copy{i}" for i in range(5)]
    copies = [head(name, 10 + i, naming=["AP"]) for i, name in enumerate(names)]
    homes = homes_of([["wire", *names], ["own"]], [WIRE, *copies, OWN_STORY], derived(1, 3))
    assert homes["own"].home == "wire"


def test_what_tells_too_little_stays_alone() -> None:
    assert homes_of([["wire"], ["own"]], [WIRE, OWN_STORY], derived(1, 3, 0.2)) == {}
    assert homes_of([["wire"], ["own"]], [WIRE, OWN_STORY]) == {}


def test_one_who_credits_nobody_is_not_even_compared() -> None:
    answers = Answers(derived(1, 3))
    assert attach([["wire"], ["x"]], {"wire": [WIRE], "x": [head("x", 3)]}, Scored(rules(), answers)) == {}
    assert answers.asked == []


def test_one_out_of_reach_in_time_is_not_attached() -> None:
    late = head("own", 3, naming=["AP"], at=when(11, day=20))
    assert homes_of([["wire"], ["own"]], [WIRE, late], derived(1, 3)) == {}
    assert set(homes_of([["wire"], ["own"]], [WIRE, head("own", 3, naming=["AP"], at=None)], derived(1, 3))) == {"own"}


def test_only_single_stories_are_attached() -> None:
    heads = [WIRE, OWN_STORY, head("twin", 4, naming=["AP"])]
    assert homes_of([["wire"], ["own", "twin"]], heads, derived(1, 3), derived(1, 4)) == {}


def test_the_likelier_of_two_families_gets_it_and_they_stay_two() -> None:
    other = head("afp", 5, agency="AFP", source="AFP")
    both = head("own", 3, naming=["AP", "AFP"], at=when(11))
    families = built([WIRE, other, both], derived(1, 3, 0.8), derived(5, 3, 1.0))
    assert partition(families) == {frozenset(["wire"]), frozenset(["afp", "own"])}


CHAIN = [WIRE, head("b", 3, naming=["AP"]), head("c", 4, naming=["AP"])]
CHAIN_ROWS = (derived(1, 3, 0.7), derived(3, 4, 1.0))


def test_an_attached_story_supports_no_other() -> None:
    """c derives from b, b from the wire, c more surely: so b holds c, and hangs on nothing itself."""
    homes = homes_of([["wire"], ["b"], ["c"]], CHAIN, *CHAIN_ROWS)
    assert {story: home.home for story, home in homes.items()} == {"c": "b"}
    homes = homes_of([["wire"], ["b"], ["c"]], CHAIN, derived(1, 3, 1.0), derived(3, 4, 0.7))
    assert {story: home.home for story, home in homes.items()} == {"b": "wire"}


def test_two_that_tell_each_other_hang_one_on_the_other() -> None:
    one, other = head("b", 3, naming=["AP"]), head("c", 4, naming=["AP"])
    mutual = row(3, 4, 0.1, u_short=1.0, lead_short=1.0, lead_long=1.0, name_short=1.0)
    homes = homes_of([["b"], ["c"]], [one, other], mutual)
    assert len(homes) == 1
    assert homes == homes_of([["c"], ["b"]], [other, one], mutual)


def test_if_an_attached_story_supported_another_one_would_get_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: each takes the best that is offered."""

    def everyone_hangs(clusters: object, stories: object, scored: object) -> dict[str, Attachment]:
        return {"b": Attachment("wire", 0.7), "c": Attachment("b", 0.9)}

    assert {s for family in built(CHAIN, *CHAIN_ROWS) for s in family.story_ids} == {"wire", "b", "c"}
    monkeypatch.setattr(build, "attach", everyone_hangs)
    assert {s for family in built(CHAIN, *CHAIN_ROWS) for s in family.story_ids} == {"wire", "b"}


def test_without_the_question_of_credit_an_agency_s_own_copy_would_attach(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    own = head("afp", 3, agency="AFP", source="AFP", naming=["AP"])
    assert homes_of([["wire"], ["afp"]], [WIRE, own], derived(1, 3)) == {}
    monkeypatch.setattr(attaching, "may_derive", lambda member, source: True)
    assert set(homes_of([["wire"], ["afp"]], [WIRE, own], derived(1, 3))) == {"afp"}


@given(worlds(), st.data())
def test_attachments_are_flat_allowed_and_independent_of_order(world: World, data: st.DataObject) -> None:
    stories: dict[str, list[Head]] = {}
    for one in world.heads:
        if not one.notice:
            stories.setdefault(one.story_id, []).append(one)
    names = data.draw(st.permutations(sorted(stories)))
    cut = data.draw(st.integers(0, len(names)))
    clusters = [[name] for name in names[cut:]] + ([names[:cut]] if cut else [])
    known = Scored(rules(), Answers(*world.matches))
    homes = attach(clusters, stories, known)
    for story, home in homes.items():
        assert [story] in clusters
        assert home.home not in homes
        assert home.home != story
        assert 0.6 <= home.probability <= 1
        assert any(x.agency is None and x.credits for x in stories[story])
    shuffled = [data.draw(st.permutations(cluster)) for cluster in data.draw(st.permutations(clusters))]
    again = Scored(rules(), Answers(*data.draw(st.permutations(world.matches))))
    again.add(rows(*world.candidates))
    assert attach(shuffled, stories, again) == homes
