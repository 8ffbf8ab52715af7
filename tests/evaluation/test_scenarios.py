"""Families and lines of alerts made by hand, against gold made by hand."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pipelines.evaluation.document import scenarios_document
from pipelines.evaluation.gold import GoldError
from pipelines.evaluation.scenario_gold import ScenarioGold, read_scenario
from pipelines.evaluation.scenarios import AlertFigures, Share, judge
from schemas import Family, Membership
from schemas.family import Origin

WIRE, COPY, PAGE = "urn:test:wire", "urn:test:copy", "https://page.example/1"
AT = "2026-07-01T10:00:00Z"
GOLD: dict[str, Any] = {
    "schema": "scenario_gold/1",
    "name": "ferry",
    "about": "A wire of two versions, a copy, and a page without versions.",
    "families": [[WIRE, COPY, PAGE]],
    "members": [
        {"uri": WIRE, "version": "1", "relation": "origin", "parent": None, "status": "usable"},
        {"uri": WIRE, "version": "2", "relation": "correction", "parent": {"uri": WIRE, "version": "1"}, "status": "usable"},
        {"uri": COPY, "version": "1", "relation": "trimmed", "parent": {"uri": WIRE, "version": "1"}, "status": "usable"},
        {"uri": PAGE, "published": AT, "relation": "rewrite", "parent": {"uri": COPY, "version": "1"}, "status": "usable"},
    ],
    "origins": [{"of": COPY, "uri": WIRE, "provider": "AP", "in_store": True}],
    "alerts": [
        {"kind": "correction", "cause_uri": WIRE, "cause_version": "2", "uri": COPY, "state": "still_carries", "why": "It does."},
        {"kind": "correction", "cause_uri": WIRE, "cause_version": ["2", "3"], "uri": PAGE, "state": "fixed", "why": "It did."},
    ],
}  # fmt: skip
RIGHT = [
    {"kind": "correction", "cause_uri": WIRE, "cause_version": "2", "uri": COPY, "state": "still_carries"},
    {"kind": "correction", "cause_uri": WIRE, "cause_version": "3", "uri": PAGE, "state": "fixed"},
]


def gold(**changed: Any) -> ScenarioGold:
    return read_scenario(orjson.dumps(GOLD | changed))


def member(uri: str, version: str | None, relation: Any, parent: str | None) -> Membership:
    return Membership(
        family_id="f1", story_id=f"s{uri}", uid=f"{uri} {version}", uri=uri, version=version, published=AT,
        relation=relation, parent_uid=parent, status="usable",
    )  # fmt: skip


def family(*changed: Membership) -> Family:
    """As the gold has it, but for the members given."""
    members = {
        own.uid: own
        for own in (
            member(WIRE, "1", "origin", None),
            member(WIRE, "2", "correction", f"{WIRE} 1"),
            member(COPY, "1", "trimmed", f"{WIRE} 1"),
            member(PAGE, None, "rewrite", f"{COPY} 1"),
            *changed,
        )
    }
    origin = Origin(uid=f"{WIRE} 1", provider="AP", in_store=True, confidence="sure", why="It is.")
    return Family(family_id="f1", root_uid=f"{WIRE} 1", origin=origin, status="usable", members=tuple(members.values()))


def test_all_is_right_where_all_is_as_the_gold_has_it() -> None:
    found = judge([gold()], [family()], RIGHT)
    assert found.misses == ()
    assert found.shares["relations"] == found.shares["directions"] == found.shares["parents"] == Share(3, 3)
    assert found.shares["families"] == found.shares["origins"] == Share(1, 1)
    assert found.shares["credits"] == Share(0, 0)
    assert found.alerts == AlertFigures(right=2, false=0, missed=0)
    assert found.carriers == AlertFigures(right=1, false=0, missed=0)


@pytest.mark.parametrize(
    ("uri", "version", "parent", "direction"),
    [
        (PAGE, None, f"{WIRE} 2", True),
        (COPY, "1", f"{WIRE} 2", True),
        (COPY, "1", f"{PAGE} None", False),
        (WIRE, "2", f"{COPY} 1", False),
    ],
    ids=["past the one between", "another version of the wire", "the wrong way round", "a version from a copy"],
)
def test_a_direction_is_right_if_the_edge_leads_to_what_the_member_comes_from(
    uri: str, version: str | None, parent: str, direction: bool
) -> None:
    relation = {PAGE: "rewrite", COPY: "trimmed", WIRE: "correction"}[uri]
    found = judge([gold()], [family(member(uri, version, relation, parent))], RIGHT)
    assert found.shares["parents"] == Share(2, 3)
    assert found.shares["directions"] == Share(2 + direction, 3)


def test_a_line_with_another_state_is_false_and_missed_and_one_that_nobody_wants_is_false() -> None:
    lines = [RIGHT[0] | {"state": "unclear"}, RIGHT[1], RIGHT[0] | {"uri": WIRE}]
    found = judge([gold()], [family()], lines)
    assert found.alerts == AlertFigures(right=1, false=2, missed=1)
    assert (found.alerts.precision, found.alerts.recall, found.alerts.f1) == (pytest.approx(1 / 3), 0.5, pytest.approx(0.4))
    assert found.carriers == AlertFigures(right=0, false=1, missed=1)
    assert [(miss.wanted, miss.found) for miss in found.misses] == [("still_carries", "unclear"), ("no line", "still_carries")]


def test_what_is_not_judged_counts_neither_way() -> None:
    open_line = GOLD["alerts"][0] | {"judged": False}
    for lines in (RIGHT, RIGHT[1:], [RIGHT[0] | {"state": "fixed"}, RIGHT[1]]):
        assert judge([gold(alerts=[open_line, GOLD["alerts"][1]])], [family()], lines).alerts == AlertFigures(1, 0, 0)
    members = [*GOLD["members"][:2], GOLD["members"][2] | {"judged": False}, GOLD["members"][3]]
    found = judge([gold(members=members)], [family(member(COPY, "1", "rewrite", f"{PAGE} None"))], RIGHT)
    assert found.misses == ()
    assert found.shares["relations"] == Share(2, 2)


def test_two_lines_for_two_notices_of_one_kill_are_one_right_line() -> None:
    assert judge([gold()], [family()], [*RIGHT, RIGHT[1] | {"cause_version": "2"}]).alerts == AlertFigures(2, 0, 0)


def test_a_store_without_a_story_of_the_gold_tells_none_of_it() -> None:
    found = judge([gold()], [], [])
    assert found.shares["relations"] == Share(0, 3)
    assert found.shares["families"] == found.shares["origins"] == Share(0, 1)
    assert {miss.found for miss in found.misses} == {"not told"}


def test_a_family_with_one_story_too_many_is_wrong() -> None:
    found = judge([gold()], [family(member("urn:test:other", "1", "rewrite", f"{WIRE} 1"))], RIGHT)
    assert found.shares["families"] == Share(0, 1)


def test_the_document_is_the_same_bytes_and_names_every_miss() -> None:
    told = [scenarios_document(judge([gold()], [family()], lines)) for lines in ([], [], RIGHT)]
    assert told[0] == told[1] != told[2]
    assert [miss["who"] for miss in orjson.loads(told[0])["misses"]] == [f"correction of {WIRE}: {PAGE}", f"correction of {WIRE}: {COPY}"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"schema": "gold/1"}, "schema_: "),
        ({"families": [[WIRE, COPY]]}, "the same stories"),
        ({"members": [GOLD["members"][0] | {"relation": "update"}], "families": [[WIRE]]}, "has no parent"),
        ({"members": [GOLD["members"][2]], "families": [[COPY]]}, "is no member"),
        ({"alerts": [GOLD["alerts"][0] | {"states": "fixed"}]}, "alerts.0.states: "),
        ({"members": [GOLD["members"][0] | {"relation": "copy"}]}, "members.0.relation: "),
    ],
    ids=["schema", "families", "a root with a parent", "no such parent", "a field that is not known", "no relation"],
)
def test_gold_that_cannot_be_used_says_why(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(GoldError, match=said):
        gold(**changed)


def test_gold_that_is_no_json_names_the_line() -> None:
    with pytest.raises(GoldError, match="line 2: it is no JSON"):
        read_scenario(b'{\n"schema": ,}')
