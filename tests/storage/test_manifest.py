"""The manifest, and what is current in a store: the winning records only, whatever else lies there."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import orjson
import pytest
from pydantic import ValidationError

from pipelines.families.head import Head, record_digest, row_digest
from pipelines.matching.candidates import DAY, UNDATED_DAY
from pipelines.matching.fingerprint import fingerprints
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, name_of
from pipelines.storage.current import Current
from pipelines.storage.manifest import NAME, Manifest, keep_model, load_manifest, stored_model
from pipelines.storage.memory import MemoryStore
from pipelines.storage.packs import matches_to_bytes, place_of, prints_to_bytes, rows_to_bytes, write_pack
from pipelines.storage.store import NotStored
from schemas import DeadLetter, Story
from tests.families.builders import as_bytes, built, head, row, rows, told


def test_an_empty_store_has_an_empty_manifest() -> None:
    assert load_manifest(MemoryStore()) == (Manifest(), 0)


def test_a_published_manifest_is_read_back_with_its_generation() -> None:
    store = MemoryStore()
    manifest = Manifest(revision=3, settings={"horizon_days": 7}, heads={"20151": ("packs/heads/1.ndjson.gz",)}, matches={"20151": "m"})
    generation = store.swap(NAME, manifest.json_bytes(), 0)
    assert load_manifest(store) == (manifest, generation)
    assert manifest.horizon == 7 * DAY


def test_a_manifest_is_the_same_bytes_whatever_the_order_of_its_days() -> None:
    one = Manifest(stories={"1": ("a",), "2": ("b",)}, settings={"cap": 1, "cut": 2})
    other = Manifest(stories={"2": ("b",), "1": ("a",)}, settings={"cut": 2, "cap": 1})
    assert one.json_bytes() == other.json_bytes()
    assert list(orjson.loads(one.json_bytes())) == sorted(orjson.loads(one.json_bytes()))


def test_a_manifest_of_a_later_version_is_read() -> None:
    data = orjson.dumps(orjson.loads(Manifest(revision=2).json_bytes()) | {"moods": ["sombre"]})
    store = MemoryStore()
    store.swap(NAME, data, 0)
    assert load_manifest(store)[0] == Manifest(revision=2)


def test_a_manifest_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Manifest().revision = 1  # type: ignore[misc]


def test_packs_come_by_day_or_shard_as_numbers() -> None:
    manifest = Manifest(
        heads={"10001": ("c",), "9999": ("a", "b"), str(UNDATED_DAY): ("u",)},
        families={"10": "y", "2": "x"},
        events=("second", "first"),
    )
    assert manifest.packs("heads") == ("u", "a", "b", "c")
    assert manifest.packs("families") == ("x", "y")
    assert manifest.packs("events") == ("second", "first"), "in the order of the runs"
    assert manifest.packs("matches") == ()


OTHER_MODEL = shipped_model().model_copy(update={"name": "other", "made_by": "a test"})


def test_a_new_store_works_with_the_model_that_ships() -> None:
    assert stored_model(MemoryStore(), Manifest()) == shipped_model()


def test_a_store_keeps_each_model_once_under_its_digest() -> None:
    store = MemoryStore()
    for model in (OTHER_MODEL, shipped_model(), OTHER_MODEL):
        keep_model(store, model)
    assert sorted(store.names("")) == sorted(f"models/{model.digest}.json" for model in (OTHER_MODEL, shipped_model()))
    assert store.read(f"models/{OTHER_MODEL.digest}.json") == OTHER_MODEL.pretty()


def test_the_model_is_the_one_that_the_settings_name() -> None:
    store = MemoryStore()
    for model in (OTHER_MODEL, shipped_model()):
        keep_model(store, model)
        manifest = Manifest(revision=1, settings=MatchSettings(model=name_of(model), operating_point="wide").model_dump())
        assert stored_model(store, manifest) == model
        rules = Current(store, manifest).rules
        assert (rules.scorer.model, rules.point, rules.horizon) == (model, "wide", 7 * DAY)


def test_a_store_without_its_model_is_an_error() -> None:
    """The shipped one would give other families than those that are there."""
    with pytest.raises(NotStored):
        stored_model(MemoryStore(), Manifest(revision=1, settings=MatchSettings(model=name_of(OTHER_MODEL)).model_dump()))


MILL = told("mill", "The tide mill at Corran Bay will grind oats again from May, its new tenants said on Monday in the harbour office.")
HIVES = told(
    "hives", "Forty-one beekeepers in the Lower Vasna valley lost their hives in the flood, and the county will pay for each of them."
)
KILLED = MILL.model_copy(update={"status": "canceled", "note": "Eds: withdrawn"})


def store_of(*runs: list[bytes], families: list[bytes] | None = None, dead: list[DeadLetter] | None = None) -> Current:
    """A store to which each run added the rows of its stories, and their heads."""
    store = MemoryStore()
    stories, heads, prints = [], [], []
    for lines in runs:
        own = [Story.from_stored(line) for line in lines]
        made = fingerprints(own)
        data = prints_to_bytes(made)
        prints.append(write_pack(store, "prints", data, "parquet"))
        kept = [
            Head.of(story, row_digest(line), digest=p.digest, place=place_of(prints[-1], i))
            for i, (story, line, p) in enumerate(zip(own, lines, made, strict=True))
        ]
        stories.append(write_pack(store, "stories", rows_to_bytes(lines), "ndjson.gz"))
        heads.append(write_pack(store, "heads", rows_to_bytes(orjson.dumps(h.as_row()) for h in kept), "ndjson.gz"))
    manifest = Manifest(
        stories={"20151": tuple(stories)},
        heads={"20151": tuple(heads)},
        prints={"20151": tuple(prints)},
        families={"3": write_pack(store, "families", rows_to_bytes(families), "ndjson.gz")} if families else {},
        dead_letters=(write_pack(store, "dead_letters", rows_to_bytes(d.json_bytes() for d in dead), "ndjson.gz"),) if dead else (),
    )
    store.swap(NAME, manifest.json_bytes(), 0)
    return Current.of(store)


def test_an_empty_store_holds_nothing() -> None:
    current = Current.of(MemoryStore())
    assert (current.heads, current.families, current.by_uri, current.family_of) == ({}, [], {}, {})
    assert (list(current.stories()), current.dead_letters(), len(current.matches)) == ([], [], 0)


def test_stories_come_by_uri_as_they_were_stored() -> None:
    lines = [MILL.json_bytes(), HIVES.json_bytes()]
    for order in permutations(lines):
        assert list(store_of(list(order)).stories()) == [HIVES.json_bytes(), MILL.json_bytes()]
        assert list(store_of([order[0]], [order[1]]).stories()) == [HIVES.json_bytes(), MILL.json_bytes()]


def test_of_two_records_of_one_uid_the_graver_holds_whichever_came_first() -> None:
    for order in permutations([MILL, KILLED]):
        current = store_of(*([story.json_bytes()] for story in order))
        assert current.heads[MILL.uid].status == "canceled"
        assert list(current.stories()) == [KILLED.json_bytes()]
        assert current.story(MILL.uid) == KILLED


def test_if_the_last_record_held_arrival_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break."""
    monkeypatch.setattr(Head, "wins_over", lambda self, other: True)
    found = {tuple(store_of(*([story.json_bytes()] for story in order)).stories()) for order in permutations([MILL, KILLED])}
    assert len(found) == 2


def test_records_of_another_version_of_the_schema_are_read_and_printed_as_they_are() -> None:
    """One field more than we know, one that we know less: the store of a later version, and of an earlier one."""
    more = orjson.dumps(orjson.loads(MILL.json_bytes()) | {"mood": "sombre"})
    less = orjson.dumps({k: v for k, v in orjson.loads(HIVES.json_bytes()).items() if k != "note"})
    current = store_of([more, less])
    assert list(current.stories()) == [less, more]
    assert current.story(MILL.uid) == MILL
    assert current.some_stories({HIVES.uid, "unknown"}) == {HIVES.uid: HIVES}


def test_a_uid_that_a_story_only_mentions_is_not_taken_for_it() -> None:
    other = HIVES.model_copy(update={"note": f"Eds: see {MILL.uid}"})
    current = store_of([other.json_bytes(), MILL.json_bytes()])
    assert current.some_stories({MILL.uid}) == {MILL.uid: MILL}
    with pytest.raises(KeyError):
        current.story("nobody")


def test_the_versions_of_an_item_are_in_their_order() -> None:
    versions = [MILL.model_copy(update={"uid": f"u{n}", "version": n, "text_digest": f"t{n}"}) for n in ("10", "9", "2")]
    current = store_of([story.json_bytes() for story in versions])
    assert [one.version for one in current.by_uri[MILL.uri]] == ["2", "9", "10"]


def test_families_come_by_id_with_the_way_from_story_to_family() -> None:
    families = built([head(name, n) for n, name in enumerate("abcd", 1)], row(1, 2, 0.9))
    current = store_of(families=as_bytes(families[::-1]))
    assert as_bytes(current.families) == as_bytes(families)
    assert set(current.family_of) == set("abcd")
    assert current.family_of["a"] == current.family_of["b"] != current.family_of["c"]


def test_dead_letters_come_by_uri() -> None:
    one, two, three = (DeadLetter(dead_id=i, uri=u, digest="d", size=1, stage="parse", error="No.") for i, u in ("2a", "1b", "1a"))
    assert [letter.dead_id for letter in store_of(dead=[one, two, three]).dead_letters()] == ["1", "2", "1"]


def test_the_text_and_the_keys_of_a_version_are_found_at_its_place() -> None:
    other = HIVES.model_copy(update={"uid": "uother", "uri": "urn:test:other", "text": HIVES.text.replace("flood", "frost")})
    current = store_of([MILL.json_bytes()], [HIVES.json_bytes(), other.json_bytes()])
    for story, made in zip((MILL, HIVES, other), fingerprints([MILL, HIVES, other]), strict=True):
        place = current.heads[story.uid].place
        text = current.text_at(place)
        assert text.digest.tolist() == [made.digest]
        assert text.token.tolist() == made.tokens.token.tolist()
        assert current.postings_at(place)["key"].tolist() == made.keys.tolist()


def test_the_matches_of_all_days_are_there() -> None:
    store = MemoryStore()
    names = {
        day: write_pack(store, "matches", matches_to_bytes(rows(found)), "parquet")
        for day, found in (("1", row(1, 2, 0.5)), ("0", row(3, 4, 0.6)))
    }
    current = Current(store, Manifest(matches=names))
    assert current.matches[["a", "b"]].tolist() == [(3, 4), (1, 2)]


def test_a_record_that_its_head_does_not_name_is_not_printed() -> None:
    current = store_of([MILL.json_bytes()])
    assert current.heads[MILL.uid].record_digest == record_digest(MILL)
    current.heads[MILL.uid] = replace(current.heads[MILL.uid], record_digest="another")
    assert list(current.stories()) == []
    assert current.some_stories({MILL.uid}) == {}
