"""Fingerprints: what matching keeps of a story, and that datasketch can read it."""

from __future__ import annotations

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.matching import fingerprint as subject
from pipelines.matching.candidates import UNDATED
from pipelines.matching.fingerprint import LEAST_TOKENS, carrier_of, fingerprint, fingerprints, microseconds
from pipelines.matching.keys import KEY_TOKENS
from pipelines.matching.minhash import BANDS, PERMUTATIONS, jaccard
from pipelines.matching.tokens import MAX_TOKENS
from schemas import Fingerprint, Story
from schemas.story import Furniture
from tests.matching.words import FERRY, OTHER, WIRE, stories


def story(text: str, **more: object) -> Story:
    """A story about which nothing else is known."""
    known: dict[str, object] = {"kind": "story", "story_id": "s1", "uid": "u1", "uri": "urn:test:1", "text": text, "format": "text"}
    return Story.model_validate(known | {"text_digest": "d1"} | more)


def test_a_short_text_has_no_keys_and_no_digest() -> None:
    words = " ".join(FERRY[:LEAST_TOKENS])
    long, short = fingerprint(story(words)), fingerprint(story(words.rpartition(" ")[0]))
    assert long.digest
    assert len(long.keys) > BANDS
    assert (short.digest, len(short.keys), len(short.tokens)) == (0, 0, LEAST_TOKENS - 1)
    assert fingerprint(story("")).digest == 0


@settings(max_examples=50, deadline=None)
@given(stories())
def test_equal_texts_have_equal_prints_whoever_carries_them(text: str) -> None:
    one = fingerprint(story(text, uid="u1", published="2025-03-04T09:00:00Z"))
    other = fingerprint(story(text, uid="u2", source="Pune Ledger", headline="Other"))
    assert one.digest == other.digest
    assert one.keys.tolist() == other.keys.tolist()
    assert one.signature.tolist() == other.signature.tolist()
    assert one.carrier != other.carrier
    assert (one.published, other.published) == (1_741_078_800_000_000, UNDATED)


def test_other_texts_and_other_languages_have_other_digests() -> None:
    prints = [fingerprint(story(WIRE)), fingerprint(story(OTHER)), fingerprint(story(WIRE, language="tlh"))]
    assert len({p.digest for p in prints}) == 3
    assert fingerprint(story(WIRE, language="en-GB")).digest == prints[0].digest


def test_furniture_is_not_compared() -> None:
    line = "HALDEN, Norway (AP) — "
    dressed = story(line + WIRE, furniture=(Furniture(start=0, end=len(line), kind="dateline"),))
    assert fingerprint(dressed).digest == fingerprint(story(WIRE)).digest


def test_only_the_head_of_a_text_makes_keys() -> None:
    head = " ".join(f"{FERRY[i % 16]} {FERRY[i // 5 % 16]}" for i in range(KEY_TOKENS // 2))
    one, other = fingerprint(story(f"{head} {WIRE}")), fingerprint(story(f"{head} {OTHER}"))
    assert one.keys.tolist() == other.keys.tolist()
    assert one.signature.tolist() == other.signature.tolist()
    assert one.digest != other.digest
    assert len(fingerprint(story(f"{head} " * 3)).tokens) == MAX_TOKENS


def test_with_a_signature_of_the_whole_text_the_tail_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliberate break: the signature covers 2,000 tokens."""
    head = " ".join(f"{FERRY[i % 16]} {FERRY[i // 5 % 16]}" for i in range(KEY_TOKENS // 2))
    monkeypatch.setattr(subject, "KEY_TOKENS", 2000)
    assert fingerprint(story(f"{head} {WIRE}")).keys.tolist() != fingerprint(story(f"{head} {OTHER}")).keys.tolist()


@settings(max_examples=50, deadline=None)
@given(stories(), stories())
def test_the_record_is_a_lean_minhash_whose_jaccard_is_ours(one: str, other: str) -> None:
    prints = [fingerprint(story(text)) for text in (one, other)]
    lean = [p.record().minhash() for p in prints]
    assert all(isinstance(m, LeanMinHash) for m in lean)
    assert lean[0].jaccard(lean[1]) == jaccard(prints[0].signature, prints[1].signature)
    assert [m.hashvalues.tolist() for m in lean] == [p.signature.tolist() for p in prints]


def test_the_record_meets_any_minhash_of_datasketch() -> None:
    record = fingerprint(story(WIRE)).record()
    fresh = MinHash(num_perm=PERMUTATIONS)
    assert record.minhash().jaccard(LeanMinHash(fresh)) == 0.0
    assert LeanMinHash(record.minhash()) == record.minhash()


def test_the_record_reads_back_and_holds_nothing_readable() -> None:
    record = fingerprint(story(WIRE)).record()
    data = record.json_bytes()
    assert Fingerprint.model_validate_json(data) == record
    assert not any(word.encode() in data for word in ("Halden", "halden", "sandbank", "tugboat"))
    assert len(record.bands) == BANDS
    assert all(key & 1 for key in record.bands)
    assert record.keys == tuple(sorted(record.keys))
    assert not any(key & 1 for key in record.keys)
    assert record.tokens == len(fingerprint(story(WIRE)).tokens)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (None, UNDATED),
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-02T00:00:01Z", 86_401_000_000),
        ("1969-12-31T23:59:59Z", -1_000_000),
        ("2025-03-04T10:12:00+01:00", 1_741_079_520_000_000),
        ("2025-03-04T09:12:00.000001Z", 1_741_079_520_000_001),
    ],
)
def test_times_are_microseconds(time: str | None, expected: int) -> None:
    assert microseconds(time) == expected


def test_carriers_are_named_by_their_uid() -> None:
    assert fingerprint(story(WIRE, uid="u7")).carrier == carrier_of("u7") != carrier_of("u8")


@settings(max_examples=30, deadline=None)
@given(st.lists(stories(), max_size=4))
def test_many_prints_are_those_of_each(texts: list[str]) -> None:
    many = fingerprints([story(text) for text in texts])
    assert [p.digest for p in many] == [fingerprint(story(text)).digest for text in texts]
    assert all(np.array_equal(p.keys, fingerprint(story(text)).keys) for p, text in zip(many, texts, strict=True))
