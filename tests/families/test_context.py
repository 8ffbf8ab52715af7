"""What is known beside the texts: one source, days apart, rival agencies. It can only lower a probability.

The numbers are worked out by hand from a model of the tests' own: log odds of the texts, minus 2 for one source, minus 1 a day there, minus
.5 a day between two sources, minus 3 for rivals; at most 3 days, and 1 where the time is not known.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.families.head import Head
from pipelines.families.scored import rivals, same_source
from tests.families.builders import PLAIN, STRICT, built, head, partition, row, scored, when

HERE = head("a", 1, source="Halden Courier", at=when(9, 4))


def likely(x: Head, y: Head, texts: float = 0.9) -> int:
    """That two are one story, by the strict context, in 1/10,000."""
    return scored(row(x.digest, y.digest, texts), context=STRICT).probability([x], [y])


def there(source: str | None = "Pune Ledger", day: int | None = 4, **more: object) -> Head:
    """Another story, so many days in March."""
    return head("b", 2, source=source, at=None if day is None else when(9, day), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (there(), 9000),
        (there("Halden Courier"), 5491),
        (there(day=5), 8452),
        (there("Halden Courier", day=5), 3094),
        (there(day=7), 6676),
        (there(day=10), 6676),
        (there("Halden Courier", day=7), 572),
        (there(day=None), 8452),
        (there("Halden Courier", day=None), 3094),
        (there(None), 9000),
    ],
)
def test_source_and_days_by_hand(other: Head, expected: int) -> None:
    """The texts say .9, odds of 9: log odds 2.1972. One source: .1972, and 1 / (1 + exp(-.1972)) is .5491; a day more, -.8028: .3094."""
    assert likely(HERE, other) == likely(other, HERE) == expected


def test_half_a_day_counts_half() -> None:
    """Log odds 2.1972 - .25 = 1.9472: .8751."""
    assert likely(HERE, head("b", 2, source="Pune Ledger", at=when(21, 4))) == 8751


def test_two_without_a_source_are_not_of_one() -> None:
    one = head("a", 1, source=None)
    assert likely(one, there(None)) == 9000
    assert not same_source(one, there(None))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"naming": ["AP"]}, {"naming": ["AFP"]}, 3094),
        ({"naming": ["AP"]}, {"naming": ["AFP", "AP"]}, 9000),
        ({"naming": ["AP"]}, {}, 9000),
        ({}, {}, 9000),
        ({"agency": "AP"}, {"agency": "AFP"}, 3094),
        ({"agency": "AP"}, {"naming": ["AP"]}, 9000),
        ({"agency": "AP"}, {"naming": ["AFP"]}, 3094),
        ({"agency": "AP", "naming": ["AFP"]}, {"naming": ["AFP"]}, 9000),
    ],
)
def test_rivals_by_hand(one: dict[str, object], other: dict[str, object], expected: int) -> None:
    """Agencies on both sides and none in common: log odds 2.1972 - 3 = -.8028, which is .3094."""
    x, y = head("a", 1, source="Halden Courier", **one), there(**other)  # type: ignore[arg-type]
    assert likely(x, y) == likely(y, x) == expected
    assert rivals(x, y) == rivals(y, x) == (expected < 9000)


def test_all_of_it_adds_up() -> None:
    """One source, two days, rivals: log odds of .99 are 4.5951; 4.5951 - 2 - 2 - 3 = -2.4049, which is .0828."""
    x = head("a", 1, naming=["AP"])
    assert likely(x, there("Halden Courier", day=6, naming=["AFP"]), texts=0.99) == 828


def test_equal_texts_are_certain_whatever_the_source_and_the_agencies() -> None:
    known = scored(context=STRICT)
    one = head("a", 1, naming=["AP"], at=when(9, 4))
    for other in (head("b", 1, naming=["AFP"], at=when(9, 10)), head("b", 1, at=None), head("b", 1, source="Pune Ledger", at=when(9, 4))):
        assert known.probability([one], [other]) == 10_000
    assert known.probability([one], [head("b", 1, at=when(9, 20))]) == 0, "beyond the horizon"


@st.composite
def stories(draw: st.DrawFn, name: str, digest: int) -> Head:
    """A story of some source, some agencies and some hour of a week, or none."""
    day = draw(st.sampled_from([None, 1, 2, 5, 7]))
    return head(
        name,
        digest,
        at=day and when(draw(st.integers(0, 23)), day),
        source=draw(st.sampled_from([None, "Halden Courier", "Pune Ledger"])),
        agency=draw(st.sampled_from([None, "AP", "AFP"])),
        naming=draw(st.sets(st.sampled_from(["AP", "AFP"]))),
    )


@given(stories("a", 1), stories("b", 2), st.integers(1, 9999))
def test_context_never_raises_and_knows_no_sides(one: Head, other: Head, texts: int) -> None:
    assert likely(one, other, texts / 10_000) == likely(other, one, texts / 10_000) <= texts


@given(st.sampled_from([None, "Halden Courier", "Pune Ledger"]), st.integers(1, 9999))
def test_more_days_never_raise(source: str | None, texts: int) -> None:
    """A story of the same hour, then one a day later, and so on."""
    first = head("a", 1, at=when(9, 1), source="Halden Courier")
    series = [likely(first, there(source, day=day), texts / 10_000) for day in range(1, 9)]
    assert series == sorted(series, reverse=True)
    assert len(set(series[3:])) == 1, "from the third day on, more make no difference"
    assert texts < 100 or texts > 9900 or len(set(series[:4])) == 4


def test_of_several_versions_the_best_pair_counts() -> None:
    """The second version, of another day, is like the other text; the first, of the same day, is less so."""
    first, second = head("a", 1, at=when(9, 4)), head("a", 3, version="2", at=when(9, 5))
    known = scored(row(1, 2, 0.6), row(3, 2, 0.9), context=STRICT)
    other = there()
    assert known.probability([first], [other]) == 6000
    assert known.probability([second], [other]) == known.probability([first, second], [other]) == 8452


def test_one_text_s_next_news_and_another_s_copy_part_ways_by_context() -> None:
    """Equally like the wire's text. The outlet's, a day later, is of its family; the agency's own next story is not."""
    wire = head("wire", 1, agency="AP", source="AP", at=when(9, 4))
    nextday = head("next", 2, agency="AP", source="AP", at=when(9, 5))
    copy = head("copy", 3, source="Pune Ledger", naming=["AP"], at=when(9, 5))
    known = (row(1, 2, 0.9), row(1, 3, 0.9))
    assert partition(built([wire, nextday, copy], *known, context=STRICT)) == {frozenset(["wire", "copy"]), frozenset(["next"])}


def test_two_rivals_reports_are_two_families() -> None:
    both = [head("ap", 1, agency="AP", source="AP"), head("afp", 2, agency="AFP", source="AFP")]
    assert len(built(both, row(1, 2, 0.9), context=STRICT)) == 2
    assert len(built(both, row(1, 2, 0.999), context=STRICT)) == 1, "hardly a word differs: log odds 6.91 - 3"


def test_what_is_like_two_agencies_own_copies_does_not_make_them_one() -> None:
    """The outlets take after both. The copies, at .4, are not likely one story: whichever outlets stand between, they stay apart."""
    ap, afp = head("ap", 1, agency="AP", source="AP"), head("afp", 2, agency="AFP", source="AFP")
    outlets = [head(name, n, source=f"{name} Post") for n, name in enumerate("xyz", 3)]
    known = [row(1, 2, 0.4), *(row(1, n, 0.9) for n in (3, 4, 5)), *(row(2, n, 0.8) for n in (3, 4, 5)), *(row(3, n, 0.95) for n in (4, 5))]
    found = partition(built([ap, afp, *outlets], *known, row(4, 5, 0.95), context=PLAIN))
    assert found == {frozenset(["ap", "x", "y", "z"]), frozenset(["afp"])}
    assert scored(row(1, 2, 0.4), context=PLAIN).bond([ap], [afp]) == -20_000
    nobody = partition(built([replace(ap, agency=None), replace(afp, agency=None), *outlets], *known, row(4, 5, 0.95), context=PLAIN))
    assert nobody == {frozenset(["ap", "afp", "x", "y", "z"])}


def test_texts_alike_that_context_calls_two_deny_each_other() -> None:
    """By hand: .9 with 3 days from one source is .0572, under a tenth; the texts alone are strong: -.5, and -2 for two agencies' own."""
    x, y = there("Halden Courier", day=7), HERE
    assert scored(row(1, 2, 0.9), context=STRICT).bond([y], [x]) == -5000
    own, rival = head("a", 1, agency="AP", source="AP", at=when(9, 1)), head("b", 2, agency="AFP", source="AFP", at=when(9, 4))
    assert scored(row(1, 2, 0.9), context=STRICT).bond([own], [rival]) == -20_000
    assert scored(row(1, 2, 0.9), context=STRICT).bond([HERE], [there()]) == 9000
    weak = scored(row(1, 2, 0.4), context=STRICT)
    assert weak.bond([y], [x]) == weak.probability([y], [x]) < 1000, "little likeness denies nothing"
