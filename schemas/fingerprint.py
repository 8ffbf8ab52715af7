"""`Fingerprint`: what matching needs of a story, and nothing readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from schemas.record import Record, described

if TYPE_CHECKING:
    from datasketch import LeanMinHash


class Fingerprint(Record):
    """What the candidate stage needs of one text: its MinHash and its index keys. Nothing in it can be read back."""

    schema_: Literal["fingerprint/1"] = described(
        "Name and version of this schema.", alias="schema", default="fingerprint/1", example="fingerprint/1"
    )
    digest: str = described("Digest of the comparison text, as 16 hexadecimal digits.", example="00c2a1f09b34d7ee")
    tokens: int = described("Length of the comparison text.", unit="tokens", example=412, ge=0)
    scheme: str = described("datasketch's permutation scheme.", example="affine32")
    seed: int = described("Seed of the permutations.", example=1)
    signature: tuple[int, ...] = described("Minima over the word 3-grams, one a permutation.", example=[17, 4211])
    bands: tuple[int, ...] = described("LSH band keys made of `signature`.", unit="64-bit hashes", example=[912])
    keys: tuple[int, ...] = described("Bottom-k sketch of the content-stem pairs.", unit="64-bit hashes", example=[12, 99])

    def minhash(self) -> LeanMinHash:
        """The signature as datasketch's own type, comparable with any other of the same seed and scheme."""
        from datasketch import LeanMinHash
        from numpy import array, uint32

        return LeanMinHash(seed=self.seed, hashvalues=array(self.signature, dtype=uint32), scheme=self.scheme)
