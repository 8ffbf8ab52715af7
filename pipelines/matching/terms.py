"""What each feature of a pair is, in a sentence, and what it may say: `+` for reuse, `-` against it, `any` where both make sense.

A fit is bound by the signs. Features that no score weighs are there for relations, reasons and passages. "Told" words are content words;
"the shorter" is the text of smaller content weight.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple


class Term(NamedTuple):
    """A feature's sign and meaning."""

    sign: Literal["+", "-", "any"]
    meaning: str


TERMS: Final = {
    "u_short": Term("+", "share of the shorter's content words, by weight, that the other has anywhere"),
    "plain_short": Term("+", "the same without names and numbers: reports of one event share those, reuse shares the plain words too"),
    "len_ratio": Term("+", "content weight of the shorter by that of the longer"),
    "len_min_log": Term("any", "log(1 + content words of the text that has fewer): more words, more to go by"),
    "name_short": Term("+", "shared names, by weight, of those of the text that has fewer"),
    "name_conf": Term("-", "names of the text that has fewer which the other lacks"),
    "nameless": Term("any", "1 where a text has no names to compare, as in scripts without capitals"),
    "num_conf": Term("-", "numbers of the shorter that the other lacks"),
    "c2_n_log": Term("+", "log(1 + shared pairs of neighbouring content words)"),
    "qx_log": Term("+", "log(1 + weight of shared neighbouring content words inside one text's quotes)"),
    "rare_log": Term("+", "log(1 + shared rare words)"),
    "quoted": Term("+", "weight of shared pairs inside quotes"),
    "w3_short": Term("+", "share of the shorter's word 3-grams found in the other: containment"),
    "w3_long": Term("+", "share of the longer's word 3-grams found in the other"),
    "run_words": Term("+", "words of the longest common run"),
    "al_short": Term("+", "share of the shorter told sentence by sentence: half of a sentence's weight in one sentence of the other"),
    "al_long": Term("+", "the same of the longer"),
    "foreign_long": Term("-", "share of the longer's sentences that are told nowhere in the shorter"),
    "flow": Term("+", "share of the shorter's retold sentences that follow each other in the other too; a half of fewer than two"),
    "quote_gap": Term("-", "how much more is retold with the quotes than without them: two reports of one press conference"),
    "cover_short": Term("+", "share of the shorter's content weight inside common runs or retold sentences"),
    "cover_long": Term("+", "the same of the longer"),
    "top_short": Term("+", "the same of the first third of the shorter"),
    "top_long": Term("+", "the same of the first third of the longer"),
    "low_short": Term("-", "how much more of the whole of the shorter is told again than of its first third: background below a new lead"),
    "low_long": Term("-", "the same of the longer"),
    "lead_short": Term("+", "share of the shorter's lead (its first 40 tokens) found anywhere in the other"),
    "lead_long": Term("+", "the same of the longer's lead"),
    "opening_short": Term("+", "share of the shorter's lead found in the other's first 80 tokens"),
    "from_short": Term("any", "where the part of the shorter that is told again begins, as a share of its length"),
    "to_short": Term("any", "where it ends"),
    "from_long": Term("any", "where that part of the longer begins"),
    "to_long": Term("any", "where it ends"),
}
WEIGHED: Final = (
    "u_short", "plain_short", "len_ratio", "len_min_log", "name_short", "name_conf", "nameless", "num_conf", "qx_log", "rare_log", "flow",
    "quote_gap", "low_short", "low_long", "opening_short",
)  # fmt: skip
"""What the score of two texts is fitted on. Adding the others to it gains nothing on held-out pairs (docs/decisions/0012)."""
