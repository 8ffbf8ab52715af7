"""Evidence: passages are where they are said to be, and reasons are sentences for a desk editor."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.matching import evidence as subject
from pipelines.matching.evidence import LEAST_RUN, aligned_sentences, passages, percent, reasons, shared_runs
from pipelines.matching.score import FEATURES
from pipelines.matching.tokens import Tokens
from tests.matching.slow_score import partners, runs, words_of
from tests.matching.words import FERRY, OTHER, SMALL, WIRE, compared, likelihood, named, sentences, tokens_of

SHARE = st.floats(0, 1)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two tellings that share sentences in other order, set in other type."""
    base = draw(st.lists(sentences((*FERRY, *SMALL)), min_size=1, max_size=5))
    own = st.lists(st.sampled_from(base) | sentences((*FERRY[:8], *SMALL)), max_size=6)
    one, other = (" ".join(draw(own)) for _ in range(2))
    return one.replace('"', "“").replace("rudder", "rüdder"), other.replace("quay", "quaﬀ").replace("pilot", "piﬂot")


def run_problems(a: Tokens, b: Tokens) -> list[str]:
    """What is wrong with the shared runs of two texts."""
    found, problems = shared_runs(a, b), []
    maximal = {run for run in runs(words_of(a), words_of(b)) if run[2] >= LEAST_RUN}
    taken = np.zeros(len(a), np.int64)
    for x, y, n in found:
        if (x, y, n) not in maximal:
            problems.append(f"{x, y, n} is not the same words, too short, or could be longer")
        taken[x : x + n] += 1
    if taken.size and taken.max() > 1:
        problems.append("runs overlap in a")
    for x, y, n in maximal - set(found):
        longer = [run for run in found if run[2] >= n and run[0] < x + n and x < run[0] + run[2]]
        if not longer:
            problems.append(f"{x, y, n} was left out for no longer run")
    if [n for _, _, n in found] != sorted((n for _, _, n in found), reverse=True):
        problems.append("the longest does not come first")
    return problems


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_shared_runs_are_maximal_and_the_longest_are_kept(pair: tuple[str, str]) -> None:
    assert run_problems(tokens_of(pair[0]), tokens_of(pair[1])) == []


def test_without_a_claim_on_the_words_runs_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: a kept run does not mark the words of a as taken."""
    text = "harbour pilot ferry sandbank rudder engineer"
    a, b = tokens_of(text), tokens_of(f"{text} Anchor. {text}")
    assert run_problems(a, b) == []

    class Forgetful:
        """numpy, but for an array that forgets what was written to it."""

        bool_ = np.bool_

        @staticmethod
        def zeros(n: int, kind: type) -> object:
            class Always(np.ndarray):
                def __setitem__(self, key: object, value: object) -> None:
                    """Forget it."""

            return np.zeros(n, kind).view(Always)

    monkeypatch.setattr(subject, "np", Forgetful())
    assert "runs overlap in a" in run_problems(a, b)


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_aligned_sentences_are_those_of_the_slow_reading(pair: tuple[str, str]) -> None:
    a, b = tokens_of(pair[0]), tokens_of(pair[1])
    found = aligned_sentences(a, b)
    expected = partners(words_of(a), words_of(b))
    assert [one for one, _, _ in found] == sorted(expected)
    for one, other, share in found:
        content = [w for w in words_of(a) if w.sentence == one and w.tells]
        has = {w.stem for w in words_of(b) if w.sentence == other and w.tells}
        gained = sum(w.weight for w in content if w.stem in has)
        assert share == pytest.approx(gained / sum(w.weight for w in content))
        assert share >= 0.5
        assert has == expected[one]


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_passages_slice_the_texts(pair: tuple[str, str]) -> None:
    a, b = tokens_of(pair[0]), tokens_of(pair[1])
    found = passages(a, b, *pair)
    assert list(found) == sorted(found, key=lambda p: (p.a, p.b))
    for passage in found:
        assert passage.text_a == pair[0][slice(*passage.a)]
        assert passage.text_b == pair[1][slice(*passage.b)]
        one, other = tokens_of(passage.text_a), tokens_of(passage.text_b)
        assert len(one) == passage.words > 0
        if passage.same_words:
            assert passage.words >= LEAST_RUN
            assert one.token.tolist() == other.token.tolist()
            # A passage begins and ends with a word.
            assert passage.text_a.strip('“" ,.') == passage.text_a
        else:
            assert len(set(one.stem.tolist()) & set(other.stem.tolist())) > 0


@settings(max_examples=50, deadline=None)
@given(pairs())
def test_passages_without_texts_lie_in_the_same_places(pair: tuple[str, str]) -> None:
    a, b = tokens_of(pair[0]), tokens_of(pair[1])
    bare = passages(a, b)
    assert all(p.text_a is None and p.text_b is None for p in bare)
    assert [(p.a, p.b, p.words, p.same_words) for p in bare] == [(p.a, p.b, p.words, p.same_words) for p in passages(a, b, *pair)]


def test_the_passages_of_a_rewrite() -> None:
    rewrite = (
        "Nobody was hurt and no oil leaked into the fjord, Evensen added on Saturday. "
        "On Friday the tugboats had pulled the Solveig Strand, a grain carrier, from a sandbank near Halden. "
        "Beekeepers fear an untested pesticide."
    )
    same, told_again = sorted(passages(tokens_of(rewrite), tokens_of(WIRE), rewrite, WIRE), key=lambda p: not p.same_words)
    assert same.text_a == same.text_b == "Nobody was hurt and no oil leaked into the fjord"
    assert same.words == 10
    assert told_again.text_a == rewrite.split(". ")[1]
    assert told_again.text_b == WIRE.split(". ")[0]
    assert not told_again.same_words


def test_two_other_stories_share_no_passage() -> None:
    assert passages(tokens_of(WIRE), tokens_of(OTHER)) == ()
    assert passages(tokens_of(""), tokens_of(WIRE)) == ()


VALUES = st.fixed_dictionaries(dict.fromkeys(FEATURES, SHARE)).flatmap(
    lambda values: st.builds(lambda words, quoted: values | {"run_words": words, "quoted": quoted}, st.integers(0, 400), st.floats(0, 90))
)


def plain(sentence: str) -> bool:
    """A sentence for a desk editor: no name of a feature, no formula."""
    jargon = {*FEATURES, "jaccard", "minhash", "probability", "stem", "token", "n-gram", "threshold", "_", "log"}
    starts_and_ends = re.fullmatch(r"[A-Z0-9].*[a-z0-9]\.", sentence) is not None
    return starts_and_ends and not any(word in sentence.lower() for word in jargon)


@given(st.integers(0, 10_000), VALUES)
def test_reasons_are_plain_sentences(probability: int, values: dict[str, float]) -> None:
    found = reasons(probability, values)
    assert found
    assert len(set(found)) == len(found)
    assert all(plain(sentence) for sentence in found)


@given(st.integers(0, 10_000), VALUES)
def test_a_number_in_a_reason_is_one_of_the_pairs(probability: int, values: dict[str, float]) -> None:
    known = {f"{round(100 * values[name])} %" for name in ("al_short", "u_short")} | {str(values["run_words"])}
    for sentence in reasons(probability, values):
        assert set(re.findall(r"\d+(?: %)?", sentence)) <= known


def test_the_reasons_for_a_copy_speak_for_reuse_and_begin_with_the_longest_passage() -> None:
    copy = WIRE.replace(" on the quay", "")
    scores = compared(WIRE, copy)
    values = named(scores)
    found = reasons(likelihood(scores), values)
    words = len(WIRE.split())
    longest = max(words - WIRE.split().index("quay.") - 1, WIRE.split().index("quay.") - 2)
    assert str(longest) in found[0]
    assert not any(sentence.startswith(("Only", "Most", "Figures", "No ", "One is")) for sentence in found)


def test_the_reasons_against_two_other_stories() -> None:
    scores = compared(WIRE, OTHER)
    values = named(scores)
    found = " ".join(reasons(likelihood(scores), values))
    assert "Only" in found
    assert "word for word" not in found
    assert "names of the one do not occur" in found


def test_what_speaks_for_reuse_comes_first() -> None:
    values = dict.fromkeys(FEATURES, 0.0) | {"u_short": 0.8, "run_words": 40.0, "num_conf": 0.9, "len_ratio": 0.2}
    found = reasons(9000, values)
    assert [("40 words" in s, "80 %" in s, "Figures" in s, "longer" in s).index(True) for s in found] == [0, 1, 2, 3]


def test_a_pair_that_says_nothing_says_so() -> None:
    values = dict.fromkeys(FEATURES, 0.4) | {"run_words": 3.0, "quoted": 0.0}
    assert len(reasons(100, values)) >= 1
    assert plain(reasons(100, values | {"al_short": 0.1})[0])


@pytest.mark.parametrize(("share", "text"), [(0.0, "0 %"), (0.714, "71 %"), (0.996, "100 %"), (1.0, "100 %")])
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text
