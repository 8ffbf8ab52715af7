"""Dead letters in a store: raw bytes by digest, and the list as a function of what was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats.identity import digest
from pipelines.storage.dead_letters import after_run, keep_raw, kept_raw, raw_name
from pipelines.storage.memory import MemoryStore
from schemas import DeadLetter
from schemas.dead_letter import Kept


def letter(
    name: str, error: str = "No.", *, version: str = "1", kept: Kept = "item", first_seen: int | None = None, attempts: int = 1
) -> DeadLetter:
    return DeadLetter(
        dead_id=f"{name} {error}", uri=f"in/{name}", digest=name, size=1, stage="parse", error=error, parser_version=version, kept=kept,
        file=f"in/{name}", file_digest=name, place=0, places=1, first_seen=first_seen, attempts=attempts,
    )  # fmt: skip


def by_id(*letters: DeadLetter) -> dict[str, DeadLetter]:
    return {each.dead_id: each for each in letters}


def test_raw_bytes_lie_under_their_digest_as_they_came() -> None:
    store = MemoryStore()
    data = b"\x89\0\xff {broken"
    name = digest(data)
    assert kept_raw(store, name) is None
    keep_raw(store, name, data)
    keep_raw(store, name, data)
    assert list(store.names("raw/")) == [raw_name(name)] == [f"raw/{name[:2]}/{name}"]
    assert kept_raw(store, name) == data
    assert kept_raw(store, None) is None


def test_a_new_letter_is_first_seen_in_the_run_that_brings_it() -> None:
    assert after_run({}, [letter("a")], (), 3) == by_id(letter("a", first_seen=3))


def test_what_was_read_again_and_not_found_again_is_gone_and_the_rest_stays() -> None:
    stored = by_id(letter("a", first_seen=1), letter("b", first_seen=1), letter("c", first_seen=2))
    assert after_run(stored, [letter("b")], {"a No.", "b No."}, 3) == by_id(letter("b", first_seen=1), letter("c", first_seen=2))


def test_only_another_version_makes_another_attempt() -> None:
    stored = by_id(letter("a", first_seen=1))
    same = after_run(stored, [letter("a")], (), 2)
    assert same == stored
    other = after_run(stored, [letter("a", version="2")], (), 2)
    assert other == by_id(letter("a", version="2", first_seen=1, attempts=2))
    assert after_run(other, [letter("a", version="2")], {"a No."}, 3) == other


def test_the_same_bytes_refused_for_another_reason_are_the_same_letter() -> None:
    stored = by_id(letter("a", "No.", first_seen=1), letter("b", first_seen=1))
    found = [letter("a", "Still no.", version="2")]
    assert after_run(stored, found, (), 5) == by_id(
        letter("a", "Still no.", version="2", first_seen=1, attempts=2), letter("b", first_seen=1)
    )


def test_bytes_that_are_kept_stay_kept_and_a_reference_becomes_bytes() -> None:
    for first, second in (("item", "reference"), ("reference", "item")):
        stored = by_id(letter("a", kept=first, first_seen=1))  # type: ignore[arg-type]
        assert after_run(stored, [letter("a", kept=second)], (), 2) == by_id(letter("a", kept="item", first_seen=1))  # type: ignore[arg-type]


def test_a_letter_of_a_store_made_before_bytes_were_kept_learns_how_it_is_read() -> None:
    old = DeadLetter.from_stored({"dead_id": "a No.", "uri": "in/a", "digest": "a", "size": 1, "stage": "parse", "error": "No."})
    (again,) = after_run(by_id(old), [letter("a")], (), 2).values()
    assert (again.kept, again.file, again.first_seen, again.attempts) == ("item", "in/a", None, 2)


LETTERS = st.lists(
    st.builds(letter, st.sampled_from("abcd"), st.sampled_from(["No.", "Nor this."]), version=st.sampled_from(["1", "2"])), max_size=6
)


@given(LETTERS, LETTERS, st.randoms(use_true_random=False))
def test_reading_twice_is_reading_once_in_any_order(first: list[DeadLetter], found: list[DeadLetter], chance: object) -> None:
    stored = after_run({}, first, (), 1)
    once = after_run(stored, found, stored.keys(), 2)
    chance.shuffle(found)  # type: ignore[attr-defined]
    assert after_run(stored, [*found, *found], stored.keys(), 2) == once
    assert after_run(once, found, once.keys(), 3) == once
