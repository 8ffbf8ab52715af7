"""Examples of derivatives: a gold file says of pairs (wire, other) whether the other is one."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import numpy as np

from pipelines.evaluation.gold import GoldError
from pipelines.evaluation.verdict import Shelf
from pipelines.families.attach import may_derive
from pipelines.families.head import Head
from pipelines.matching.derivative import derivative_features
from pipelines.matching.prepare import prepare
from pipelines.matching.score import score
from pipelines.matching.texts import Texts
from pipelines.storage.current import Current
from pipelines.training.teach import Derivatives


def derivatives_of(current: Current, gold: bytes) -> Derivatives:
    """The pairs that the credit rule admits: only they are ever judged. `gold`: lines `wire TAB other TAB derivative|negative`.

    Raises GoldError for a line that cannot be used, and for a uri that the store does not have."""
    rows, labels, sources = [], [], []
    shelf = Shelf(current)
    for number, wire, other, label in _lines(gold):
        source, member = (_latest_text(current, uri) for uri in (wire, other))
        if source is None or member is None:
            raise GoldError(f"line {number}: the store does not have both {wire} and {other}, with a text to compare")
        if may_derive(member, source):
            texts = Texts.of([member.digest, source.digest], [shelf.tokens(member), shelf.tokens(source)])
            found = score(texts, prepare(texts), np.array([0]), np.array([1]))
            rows.append(derivative_features(found.features, not bool(found.swapped[0]))[0])
            labels.append(label == "derivative")
            sources.append(wire)
    if not any(labels) or all(labels):
        raise GoldError("there must be derivatives and negatives among the pairs in which the one credits the other's agency")
    return Derivatives(np.array(rows), np.array(labels), tuple(sources), blake2b(gold, digest_size=8).hexdigest())


def _lines(gold: bytes) -> Iterator[tuple[int, str, str, str]]:
    """(number, wire, other, label) of the lines that are neither empty nor comments."""
    try:
        text = gold.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = gold[: error.start].count(b"\n") + 1
        raise GoldError(f"line {number}: it is not UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        wire, other, label = ([cell.strip() for cell in line.split("\t")] + ["", ""])[:3]
        if label not in ("derivative", "negative"):
            raise GoldError(f"line {number}: {label!r} is neither derivative nor negative; write wire, other and label, parted by tabs")
        yield number, wire, other, label


def _latest_text(current: Current, uri: str) -> Head | None:
    """The latest version that has a text long enough to be compared: a notice has none."""
    return next((head for head in reversed(current.by_uri.get(uri, [])) if head.digest), None)
