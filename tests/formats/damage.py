"""Good files with something broken in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st


@st.composite
def damaged(draw: st.DrawFn, paths: Sequence[Path]) -> bytes:
    """One of the files with one to six damages: a byte changed, the rest cut off, a stretch gone, its beginning said again."""
    raw = bytearray(draw(st.sampled_from([path.read_bytes() for path in paths])))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        match draw(st.sampled_from(["flip", "cut", "drop", "splice"])):
            case "flip":
                raw[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del raw[at:]
            case "drop":
                del raw[at : at + draw(st.integers(1, 200))]
            case _:
                raw[at:at] = raw[: draw(st.integers(1, 300))]
    return bytes(raw)
