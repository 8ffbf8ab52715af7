"""An id from any time leads to today's family, whatever happened in between."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families import ids
from pipelines.storage import resolve as module
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.resolve import Unresolved, resolve
from tests.ingest.runs import Item, examples_of_runs, ingest, ninjs
from tests.ingest.test_order import TIGHT, WORLD, cut, text_of

WHOLE = tuple(range(8))
EARLY = ninjs("urn:test:early", text_of(0, WHOLE), at="2025-03-04T07:00:00Z", source="AP")
LATER = ninjs("urn:test:later", text_of(0, WHOLE[:7]), at="2025-03-04T09:00:00Z")
OTHER = ninjs("urn:test:other", text_of(1, WHOLE), at="2025-03-04T09:00:00Z")


def current(folder: Path) -> Current:
    return Current.of(LocalStore(folder))


def test_the_id_of_a_family_leads_on_after_an_earlier_story_has_renamed_it(tmp_path: Path) -> None:
    ingest(tmp_path / "store", [LATER])
    (before,) = current(tmp_path / "store").families
    ingest(tmp_path / "store", [EARLY, OTHER])
    after = current(tmp_path / "store")
    today = after.family_of[before.members[0].story_id]
    assert today.family_id != before.family_id
    found = resolve(after, before.family_id)
    assert (found.kind, found.head.uri, found.family) == ("family", "urn:test:later", today)
    assert resolve(after, before.family_id[:10]) == found


def test_every_kind_of_id_and_the_beginning_of_one(tmp_path: Path) -> None:
    ingest(tmp_path / "store", [EARLY, LATER, LATER | {"version": "2"}, OTHER])
    store = current(tmp_path / "store")
    first, second = store.by_uri["urn:test:later"]
    for name, kind, head in (
        ("urn:test:later", "uri", first),
        (first.story_id, "story", first),
        (first.story_id[:12], "story", first),
        (second.uid, "version", second),
        (second.uid[:12], "version", second),
    ):
        found = resolve(store, name)
        assert (found.kind, found.head, found.family) == (kind, head, store.family_of[first.story_id])
        assert found.id.startswith(name)
        assert len(found.id) == (14 if kind == "uri" else 25)


def test_of_names_that_begin_alike_the_one_of_today_is_meant(tmp_path: Path) -> None:
    ingest(tmp_path / "store", [EARLY, LATER])
    store = current(tmp_path / "store")
    (family,) = store.families
    assert resolve(store, "f").family == family
    with pytest.raises(Unresolved, match="2 ids begin with u: give more of the id"):
        resolve(store, "u")


@pytest.mark.parametrize("name", ["f000000000000000000000000", "s0", "u0", "urn:test:none", "", "f3XY", "Halden"])
def test_what_is_unknown_is_said(tmp_path: Path, name: str) -> None:
    ingest(tmp_path / "store", [ninjs("urn:test:a", text_of(0, WHOLE))])
    with pytest.raises(Unresolved, match="is not in the store: give a uri, uid, story_id or family_id"):
        resolve(current(tmp_path / "store"), name)


def test_one_uri_of_two_providers_is_not_one_story(tmp_path: Path) -> None:
    """An id that is no URI belongs to its provider."""
    ingest(tmp_path / "store", [ninjs("4711", text_of(0, WHOLE), source="AP"), ninjs("4711", text_of(1, WHOLE), source="Pune Ledger")])
    store = current(tmp_path / "store")
    stories = sorted(head.story_id for head in store.by_uri["4711"])
    with pytest.raises(Unresolved, match=f"2 stories have the uri 4711: give a story_id, such as {', '.join(stories)}"):
        resolve(store, "4711")


def test_a_notice_leads_to_the_story_that_it_acts_on_if_that_was_received(tmp_path: Path) -> None:
    kill, waits = (ninjs(f"urn:test:{name}", "", source="AP", version="2", pubstatus="canceled") for name in ("early", "never-came"))
    ingest(tmp_path / "store", [EARLY, kill, waits])
    store = current(tmp_path / "store")
    (notice,) = (head for head in store.by_uri["urn:test:early"] if head.notice)
    assert resolve(store, notice.uid).head.version == "1"
    with pytest.raises(Unresolved, match="of urn:test:never-came there is a notice and no story: it has no family"):
        resolve(store, "urn:test:never-came")


def test_a_story_whose_only_version_a_kill_has_replaced_is_no_more(tmp_path: Path) -> None:
    """The kill repeats the words: it is the same version, and the graver record holds."""
    ingest(tmp_path / "store", [EARLY])
    told = ids_of(current(tmp_path / "store"))
    ingest(tmp_path / "store", [EARLY | {"pubstatus": "canceled"}])
    store = current(tmp_path / "store")
    assert store.families == []
    for name in ("urn:test:early", *told):
        with pytest.raises(Unresolved, match="there is a notice and no story"):
            resolve(store, name)


def ids_of(store: Current) -> dict[str, str]:
    """Every id that the listings print -> the story that it is of; a family's is of the story that it is called after."""
    found = {}
    for family in store.families:
        (named,) = (story for story in family.story_ids if ids.named_after(story) == family.family_id)
        found[family.family_id] = named
        for member in family.members:
            found |= {member.story_id: member.story_id, member.uid: member.story_id}
    return found


@examples_of_runs(2)
@given(WORLD, st.integers(0, 2**16))
def test_ids_of_every_state_on_the_way_lead_to_the_family_of_their_story(world: list[Item], seed: int) -> None:
    with TemporaryDirectory() as folder:
        told: dict[str, str] = {}
        for run in cut(world, seed):
            ingest(Path(folder) / "store", run, TIGHT)
            told |= ids_of(current(Path(folder) / "store"))
        store = current(Path(folder) / "store")
        for name, story in told.items():
            if story not in store.family_of:
                with pytest.raises(Unresolved, match="there is a notice and no story"):
                    resolve(store, name)
                continue
            assert resolve(store, name).head.story_id == story
            assert resolve(store, name).family == store.family_of[story]


def test_with_the_families_of_today_alone_an_id_of_yesterday_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: only what is the earliest story of a family now gives a name."""
    ingest(tmp_path / "store", [LATER])
    (before,) = current(tmp_path / "store").families
    ingest(tmp_path / "store", [EARLY])
    after = current(tmp_path / "store")
    today = {family.family_id for family in after.families}
    monkeypatch.setattr(module, "named_after", lambda story: name if (name := ids.named_after(story)) in today else "f")
    with pytest.raises(Unresolved):
        resolve(after, before.family_id)
