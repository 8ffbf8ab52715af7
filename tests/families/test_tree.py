"""Who took it from whom: the root, the parents and the relations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from pipelines.families import tree
from pipelines.families.head import Head
from pipelines.families.tree import Branch, grow, root_story
from schemas import Family
from tests.families.builders import built, head, member, row, scored, when
from tests.families.worlds import World, worlds

AP = head("ap", 1, agency="AP", source="AP", at=when(10))


def root(heads: list[Head], *known: np.void, attached: frozenset[str] = frozenset()) -> str:
    """The root of stories of one version each, whichever way round they are listed."""
    found = {root_story({h.story_id: [h] for h in order}, set(attached), scored(*known)) for order in (heads, heads[::-1])}
    (one,) = found
    return one


def branches(heads: list[Head], *known: np.void, attached: frozenset[str] = frozenset()) -> dict[str, Branch]:
    """uid -> branch, from the root that `root_story` finds."""
    stories: dict[str, list[Head]] = {}
    for one in sorted(heads, key=lambda h: h.version_order):
        stories.setdefault(one.story_id, []).append(one)
    grown = grow(root_story(stories, set(attached), scored(*known)), stories, set(attached), {}, {}, scored(*known))
    return {branch.member.uid: branch for branch in grown}


def hung(one: Head, heads: list[Head], *known: np.void, attached: frozenset[str] = frozenset()) -> Branch:
    return branches(heads, *known, attached=attached)[one.uid]


def test_an_agency_s_own_copy_is_the_root_though_an_outlet_was_earlier() -> None:
    assert root([head("a", 2, at=when(8)), AP], row(1, 2, 0.9)) == "ap"


def test_of_two_agencies_the_earlier_is_the_root() -> None:
    assert root([head("afp", 2, agency="AFP", source="AFP", at=when(9)), AP], row(1, 2, 0.9)) == "afp"


def test_among_outlets_the_most_complete_is_the_root() -> None:
    """.9 of b stands in a, .4 of a in b: a tells more of the other, though it came later."""
    assert root([head("a", 2, at=when(11)), head("b", 1, at=when(9))], row(1, 2, 0.8, cover_short=0.9, cover_long=0.4)) == "a"


def test_a_word_more_or_less_does_not_outweigh_time() -> None:
    """.81 and .79 are both sixteen twentieths."""
    assert root([head("a", 2, at=when(11)), head("b", 1, at=when(9))], row(1, 2, 0.8, cover_short=0.81, cover_long=0.79)) == "b"


def test_the_undated_are_the_root_last_and_ties_go_by_id() -> None:
    assert root([head("a", 1, at=None), head("b", 1)]) == "b"
    assert root([head("b", 1), head("a", 1)]) == "a"


def test_an_attached_story_is_the_root_only_of_nothing_else() -> None:
    early = head("d", 2, at=when(1), naming=["AP"])
    assert root([early, head("z", 3)], attached=frozenset("d")) == "z"
    assert root([early], attached=frozenset("d")) == "d"


def test_the_parent_is_the_one_that_accounts_for_most_of_the_text() -> None:
    one, between = head("x", 4, at=when(12)), head("b", 2, at=when(11))
    known = (row(1, 2, 0.9), row(4, 1, 0.8, cover_short=0.5), row(4, 2, 0.7, cover_short=0.9))
    assert hung(one, [AP, between, one], *known).parent == between
    known = (row(1, 2, 0.9), row(4, 1, 0.6, cover_short=0.9), row(4, 2, 0.9, cover_short=0.5))
    assert hung(one, [AP, between, one], *known).parent == AP


def test_of_two_that_account_for_the_same_the_credited_agency_is_the_parent() -> None:
    one = head("x", 4, at=when(12), naming=["AP"])
    before = head("b", 4, at=when(9))
    assert hung(one, [AP, before, one], row(1, 4, 0.9, cover_long=1.0, cover_short=1.0)).parent == AP


def test_a_later_story_is_no_parent_unless_it_is_credited_or_there_is_no_other() -> None:
    early, late = head("x", 2, at=when(11)), head("b", 3, at=when(12))
    known = (row(1, 2, 0.7, cover_short=0.5, cover_long=0.5), row(2, 3, 0.9, cover_short=0.95), row(1, 3, 0.9))
    assert hung(early, [AP, early, late], *known).parent == AP, "the best is later"
    before = head("y", 2, at=when(8), naming=["AP"])
    assert hung(before, [AP, before], known[0]).parent == AP, "credited, and later"
    silent = head("y", 2, at=when(8))
    alone = hung(silent, [AP, silent], known[0])
    assert alone.parent == AP, "later, but there is no other"
    assert not alone.direction_known
    assert "direction_unknown" in alone.reasons


def test_nothing_hangs_on_an_attached_story() -> None:
    guest, one = head("d", 2, at=when(10), naming=["AP"]), head("x", 2, at=when(12))
    found = branches([AP, guest, one], row(1, 2, 0.7), attached=frozenset("d"))
    assert {branch.parent.uid for branch in found.values()} == {AP.uid}
    assert found[guest.uid].relation == "derivative"
    assert found[one.uid].relation != "derivative"


def test_later_versions_hang_on_the_version_before() -> None:
    second = head("ap", 2, version="2", agency="AP", source="AP", edit_kind="update")
    third = head("ap", 3, version="3", agency="AP", source="AP", edit_kind="correction")
    found = branches([third, AP, second], row(1, 2, 0.9))
    assert {uid: (b.parent.uid, b.relation, b.direction_known) for uid, b in found.items()} == {
        second.uid: (AP.uid, "update", True),
        third.uid: (second.uid, "correction", True),
    }


def test_a_credit_shows_the_direction() -> None:
    one = head("x", 2, at=when(12), naming=["AP"])
    found = hung(one, [AP, one], row(1, 2, 0.9))
    assert found.direction_known
    assert any("AP" in reason for reason in found.reasons)


SHORT, LONG = head("x", 2, at=when(12)), head("x", 3, at=when(12))


@pytest.mark.parametrize(
    ("evidence", "short_member", "long_member"),
    [
        ({"w3_short": 0.95, "w3_long": 0.95, "len_ratio": 0.95}, "verbatim", "verbatim"),
        ({"w3_short": 0.99, "w3_long": 0.87, "len_ratio": 0.9}, "trimmed", "edited"),
        ({"w3_short": 0.9, "w3_long": 0.87, "len_ratio": 0.95}, "edited", "edited"),
        ({"w3_short": 0.86, "len_ratio": 0.6}, "trimmed", "edited"),
        ({"w3_short": 0.8, "len_ratio": 0.6}, "edited", "edited"),
        ({"w3_short": 0.45, "len_ratio": 0.4}, "trimmed", "edited"),
        ({"w3_short": 0.4, "len_ratio": 0.8}, "edited", "edited"),
        ({"w3_short": 0.1, "al_long": 0.5, "al_short": 0.8}, "rewrite", "rewrite"),
        ({"w3_short": 0.1, "al_long": 0.2, "al_short": 0.3}, "rewrite", "rewrite"),
    ],
)
def test_the_relation_to_the_parent(evidence: dict[str, float], short_member: str, long_member: str) -> None:
    """A longer copy is not trimmed, and another newsroom's is no update. The parent (digest 1) is the longer, then the shorter."""
    assert hung(SHORT, [AP, SHORT], row(2, 1, 0.9, **evidence)).relation == short_member
    assert hung(LONG, [AP, LONG], row(1, 3, 0.9, **evidence)).relation == long_member


@pytest.mark.parametrize("evidence", [{"w3_short": 0.3, "len_ratio": 0.2, "foreign_long": 0.9}, {"quoted": 20.0}, {}])
def test_a_member_that_is_weakly_like_its_parent_is_a_rewrite(evidence: dict[str, float]) -> None:
    """`contains`, `cites` and `none` say how two texts relate, not how a member relates to its family."""
    assert hung(SHORT, [AP, SHORT], row(2, 1, 0.4, **evidence)).relation == "rewrite"


def test_a_member_too_short_to_compare_is_a_rewrite() -> None:
    flash = head("x", 0, at=when(12))
    assert hung(flash, [AP, flash]).relation == "rewrite"


def test_equal_texts_are_verbatim() -> None:
    copy = head("x", 1, at=when(12))
    found = hung(copy, [AP, copy])
    assert found.relation == "verbatim"
    assert "The two texts are the same." in found.reasons


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"w3_short": 0.4}, "update"),
        ({"w3_short": 0.1, "al_long": 0.5, "al_short": 0.8}, "update"),
        ({"w3_short": 0.8, "len_ratio": 0.6}, "update"),
        ({"w3_short": 0.95, "w3_long": 0.95, "len_ratio": 0.95}, "verbatim"),
    ],
)
def test_a_later_longer_telling_of_the_same_source_is_an_update(evidence: dict[str, float], expected: str) -> None:
    again = head("x", 3, at=when(12), source="AP", agency="AP")
    assert hung(again, [AP, again], row(1, 3, 0.9, **evidence)).relation == expected


@pytest.mark.parametrize(
    ("source", "parent", "expected"), [("AP", "AP", "correction"), ("Pune Ledger", "AP", "edited"), (None, None, "edited")]
)
def test_a_correction_corrects_its_own_source(source: str | None, parent: str | None, expected: str) -> None:
    """Two stories without a source are not known to come from one."""
    wire = head("ap", 1, source=parent, at=when(10))
    fix = head("x", 2, at=when(12), source=source, edit_kind="correction")
    assert hung(fix, [wire, fix], row(2, 1, 0.9, w3_short=0.4)).relation == expected


def test_a_flash_too_short_to_match_belongs_by_its_later_version() -> None:
    """Version 1 of x has no matchable text: its membership rests on version 2, and is not certain."""
    flash, full = head("x", 0, version="1", at=when(11)), head("x", 2, version="2", at=when(12))
    (family,) = built([AP, flash, full], row(1, 2, 0.7))
    assert {m.uid: m.probability for m in family.members} == {AP.uid: None, flash.uid: 0.7, full.uid: 1.0}


def check_tree(family: Family) -> None:
    """One root, every other member hangs on a member, and all hang on the root in the end."""
    roots = [m for m in family.members if m.relation == "origin"]
    assert [m.uid for m in roots] == [family.root_uid] == [family.members[0].uid]
    assert (roots[0].parent_uid, roots[0].probability, roots[0].coverage) == (None, None, None)
    parents = {m.uid: m.parent_uid for m in family.members}
    assert len(parents) == len(family.members)
    for one in family.members[1:]:
        assert one.probability is not None
        assert 0 <= one.probability <= 1
        assert ("direction_unknown" in one.reasons) == (not one.direction_known)
        at, seen = one.uid, set()
        while at != family.root_uid:
            assert at not in seen, "a cycle"
            seen.add(at)
            parent = parents[at]
            assert parent is not None, "a second root"
            at = parent
    rest = [(m.published is None, m.published or "", m.uid) for m in family.members[1:]]
    assert rest == sorted(rest)


@given(worlds())
def test_every_family_is_one_tree(world: World) -> None:
    for family in built(world.heads, *world.matches):
        check_tree(family)


def test_if_every_story_could_be_a_parent_there_would_be_cycles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: the best match of all is the parent, placed already or not."""
    heads = [AP, head("x", 2, at=when(11)), head("y", 3, at=when(12))]
    known = (row(1, 2, 0.7, cover_short=0.4, cover_long=0.4), row(1, 3, 0.7, cover_short=0.4, cover_long=0.4), row(2, 3, 0.95))
    for family in built(heads, *known):
        check_tree(family)
    hang = tree._hang
    monkeypatch.setattr(tree, "_may_come_before", lambda parent, member: True)
    monkeypatch.setattr(tree, "_hang", lambda one, placed, *rest, **more: hang(one, [h for h in heads if h != one], *rest, **more))
    (family,) = built(heads, *known)
    assert (member([family], "x").parent_uid, member([family], "y").parent_uid) == (heads[2].uid, heads[1].uid)
    with pytest.raises(AssertionError, match="a cycle"):
        check_tree(family)
