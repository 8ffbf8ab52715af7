"""What the listing commands print is a function of the set of items: not of their order, of repeats, or of how runs were cut."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.options import MatchSettings
from pipelines.stages import remember, versions
from tests.ingest.runs import Item, examples_of_runs, ingest, listings, ninjs, tree

PLACES = ("Brinmoor", "Castleford Quay", "Ostrava Hill", "Vellingby", "Port Adair", "Kestrel Bay")
THINGS = ("harbour crane", "tram depot", "grain silo", "water tower", "ferry terminal", "cable bridge")
SENTENCES = (
    "Inspectors closed the {thing} in {place} on Tuesday after engineers found cracks in two of its four supports.",
    "The {place} council had ordered the survey in January, when a crew noticed rust flakes on the {thing}.",
    '"We would rather shut it for a month than lose it for good," said works superintendent Odile Fransen.',
    "Repairs are expected to cost 3.4 million euros and to last until the middle of next month.",
    "About 1,250 people pass the {thing} on a working day, most of them commuters from the eastern suburbs.",
    "A temporary route along the old canal road will open on Thursday, the {place} transport office said.",
    "The {thing} was built in 1974 and last overhauled eleven years ago by a contractor that has since gone bankrupt.",
    "Shopkeepers near the {thing} asked for compensation and threatened to withhold their market fees.",
)  # fmt: skip


def text_of(event: int, kept: tuple[int, ...]) -> str:
    """Some sentences about an event: the more two texts of an event have in common, the likelier a match."""
    return " ".join(SENTENCES[i].format(place=PLACES[event % 6], thing=THINGS[event // 6 % 6]) for i in kept)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """One item of a small, crowded world: few ids, few events, few times, some without a time, some notices, links, corrections."""
    event = draw(st.integers(0, 3))
    kept = tuple(sorted(draw(st.sets(st.integers(0, 7), min_size=3, max_size=8))))
    day = draw(st.sampled_from([None, 1, 2, 4, 6, 9, 11, 13, 16, 20]))
    version = str(draw(st.integers(1, 3)))
    source = draw(st.sampled_from(["AP", "Halden Courier", "Pune Ledger"]))
    more = {"pubstatus": draw(st.sampled_from(["usable"] * 8 + ["canceled", "withheld"]))}
    slug = draw(st.sampled_from([None, None, None, "BC-EU--Harbour", "BC-EU--Harbour, 1st Add"]))
    more |= {} if slug is None else {"slug": slug}
    linked = draw(st.sampled_from([None] * 6 + ["derivedFrom", "evolvedFrom"]))
    more |= {} if linked is None else {linked: f"urn:test:{draw(st.integers(0, 9))}"}
    if draw(st.integers(0, 6)) == 0:
        more |= {"ednote": "Eds: CORRECTS the figure in paragraph 4."}
    at = None if day is None else f"2025-03-{day:02d}T09:00:00Z"
    return ninjs(f"urn:test:{draw(st.integers(0, 9))}", text_of(event, kept), version=version, at=at, source=source, **more)


WORLD = st.lists(items(), min_size=2, max_size=14)
# Caps small enough to be passed, a horizon short enough to be left.
TIGHT = MatchSettings(horizon_days=3, cap=2, head=1)


def in_one_run(world: list[Item]) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        ingest(Path(folder) / "store", world, TIGHT)
        return listings(Path(folder) / "store")


def in_runs(runs: list[list[Item]]) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        for run in runs:
            ingest(Path(folder) / "store", run, TIGHT)
        return listings(Path(folder) / "store")


def cut(world: list[Item], seed: int) -> list[list[Item]]:
    """The same items shuffled, cut into two or three runs, with some repeated."""
    chance = random.Random(seed)
    mixed = [*world, *chance.sample(world, k=min(2, len(world)))]
    chance.shuffle(mixed)
    cuts = sorted(chance.sample(range(1, len(mixed)), k=min(chance.randint(1, 2), len(mixed) - 1)))
    return [mixed[a:b] for a, b in zip([0, *cuts], [*cuts, len(mixed)], strict=True)]


@st.composite
def chains(draw: st.DrawFn) -> list[Item]:
    """A story told again every few days for two months, changing as it goes: a family far longer than the horizon, and some beside it."""
    day, kept, told = 1, set(range(6)), []
    for number in range(draw(st.integers(5, 12))):
        kept = set(draw(st.sets(st.sampled_from(sorted(kept | {6, 7})), min_size=3)))
        at = f"2025-{3 + day // 29:02d}-{1 + day % 28:02d}T09:00:00Z"
        told.append(
            ninjs(
                f"urn:test:{number}",
                text_of(draw(st.integers(0, 1)), tuple(sorted(kept))),
                at=at,
                source=draw(st.sampled_from(["AP", "Pune Ledger"])),
            )
        )
        day += draw(st.integers(1, 4))
    return told


@examples_of_runs(3)
@given(chains(), st.integers(0, 2**16))
def test_a_run_follows_a_family_as_far_as_it_goes(world: list[Item], seed: int) -> None:
    assert in_runs(cut(world, seed)) == in_one_run(world)


@examples_of_runs(3)
@given(WORLD, st.integers(0, 2**16))
def test_any_cut_and_order_gives_the_same_listings(world: list[Item], seed: int) -> None:
    assert in_runs(cut(world, seed)) == in_one_run(world)


def test_the_same_input_again_changes_no_byte(tmp_path: Path) -> None:
    world = [ninjs(f"urn:test:{i}", text_of(i % 2, tuple(range(i % 3, 8)))) for i in range(6)] + [b"{broken"]
    ingest(tmp_path / "store", world)
    before = tree(tmp_path / "store")
    counts = ingest(tmp_path / "store", world)
    assert tree(tmp_path / "store") == before
    assert counts.get("stories", 0) == 0
    assert counts["read"] == counts["duplicates"] + counts["dead"] == 7


def test_a_record_that_leaves_the_same_bytes_as_the_one_that_it_beats_is_still_matched() -> None:
    one, other = (ninjs("urn:test:1", text_of(0, (0, 1, 2, 3, 4, 5)), source=source) for source in ("Halden Courier", "Pune Ledger"))
    later = ninjs("urn:test:2", text_of(0, (0, 1, 2, 3, 4, 6)), source="AP", at="2025-03-04T12:00:00Z")
    expected = in_one_run([one, other, later])
    for first, second in ((one, other), (other, one)):
        assert in_runs([[first], [second], [later]]) == expected


def test_every_item_is_counted_once(tmp_path: Path) -> None:
    world = [
        ninjs("urn:test:1", text_of(0, (0, 1, 2, 3))),
        ninjs("urn:test:1", text_of(0, (0, 1, 2, 3))),
        ninjs("urn:test:2", text_of(0, (0, 1, 2))),
        ninjs("urn:test:2", "", version="2", pubstatus="canceled"),
        b"not json",
        ninjs("urn:test:3", "", at=None),
    ]
    counts = ingest(tmp_path / "store", world)
    assert counts["read"] == 6
    assert (counts["stories"], counts["notices"], counts["duplicates"], counts["dead"]) == (2, 1, 1, 2)


def test_without_the_look_back_of_later_days_a_late_story_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: a store whose settled days never look back again misses the pair of a late story and a later one."""
    later = ninjs("urn:test:later", text_of(0, tuple(range(8))), at="2025-03-05T09:00:00Z")
    late = ninjs("urn:test:late", text_of(0, tuple(range(8))) + " More is known tomorrow, the office said.", at="2025-03-04T09:00:00Z")
    expected = in_one_run([later, late])
    assert in_runs([[later], [late]]) == expected
    monkeypatch.setattr(remember.Reach, "looks_back", lambda self, day: False)
    assert in_runs([[later], [late]]) != expected


def test_without_a_rule_for_equal_uids_the_order_of_arrival_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: two records of one uid, and the one that came last wins."""
    one = ninjs("urn:test:1", text_of(0, (0, 1, 2, 3)), source="Halden Courier")
    other = ninjs("urn:test:1", text_of(0, (0, 1, 2, 3)), source="Pune Ledger")
    assert in_runs([[one], [other]]) == in_runs([[other], [one]])
    monkeypatch.setattr(versions.Head, "wins_over", lambda self, other: True)
    assert in_runs([[one], [other]]) != in_runs([[other], [one]])
