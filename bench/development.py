"""Prepares the development sets for `make model`: `python -m bench.development FOLDER --shared DIR --ap89 FILE --sheepdog GIT_DIR`.

The texts of two sets may not be redistributed, so they are read from where their owner publishes them and nothing of them is kept here:
AP wire of 1 to 5 January 1989 (`--ap89`: the NDJSON that the loader beside its labels makes), and rewrites of news by a language model
(`--sheepdog`: the git directory of a copy of the public repository SheepDog). For each set a file NAME.input names what is ingested.
"""

from __future__ import annotations

import argparse
import io
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

STYLES: Final = ("neutral", "objective", "sensational", "emotionally_triggering")
LEAST_WORDS: Final = 60
LEAST_REWRITE: Final = 40
ALIKE: Final = 0.2
"""Share of distinct word 3-grams in common (Jaccard) from which two originals may be unlabelled copies: their articles are left out."""
SERVICE: Final = re.compile(
    r"wall ?st|dow|stock|market|dollar|gold|grain|livestock|cotton|future|board of trade|boardoftrade|weather|wea\b|wx|digest|brf|brief"
    r"|people|names|deaths|obit|summar|adv ?0|scoreboard|sports|glance|list|index|prices|crop|quake surv|commod|tv\b|calendar|chronolog"
    r"|advisory|exchange|bonds|treasur|ny-|earns|almanac|bestsell|box office|nielsen",
    re.IGNORECASE,
)
"""Slugs and headlines of AP's service items (tables, forecasts, digests, lists): nobody judged their pairs with each other."""


class _Plain(pickle.Unpickler):
    """Lists, dicts, strings and numbers only: nothing in a pickle may name code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the pickle names {module}.{name}")


def service_items(ap89: Path) -> list[str]:
    """The names of AP's service items."""
    out = []
    for line in ap89.read_bytes().splitlines():
        item = orjson.loads(line)
        headline = item["headlines"][0]["value"] if item["headlines"] else ""
        if SERVICE.search(f"{item['slugline']} {headline}"):
            out.append(item["uri"].rpartition(":")[2])
    return out


def sheepdog(git_dir: Path) -> Iterator[tuple[str, str, str]]:
    """(article, style, text) of originals and their rewrites."""

    def load(name: str) -> list[str]:
        data = subprocess.run(["git", "-C", str(git_dir), "show", f"HEAD:data/{name}"], capture_output=True, check=True).stdout
        found = _Plain(io.BytesIO(data)).load()
        texts: list[str] = found.get("rewritten", found.get("news"))
        return texts

    originals = load("news_articles/politifact_train.pkl")
    grams = [_grams(text.lower().split()) for text in originals]
    kept = {i for i, text in enumerate(originals) if len(text.split()) >= LEAST_WORDS}
    twins = {i for i in kept for j in kept if i != j and len(grams[i] & grams[j]) >= ALIKE * len(grams[i] | grams[j])}
    for i in sorted(kept - twins):
        yield f"a{i}", "original", originals[i]
    for style in STYLES:
        for i, text in enumerate(load(f"reframings/politifact_train_{style}.pkl")):
            if i in kept - twins and len(text.split()) >= LEAST_REWRITE:
                yield f"a{i}", style, text


def _grams(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _ninjs(article: str, style: str, text: str) -> bytes:
    item = {
        "uri": f"urn:sheepdog:{style}:{article}",
        "type": "text",
        "version": "1",
        "language": "en",
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": text}],
        "infosources": [{"name": style}],
        "standard": {"name": "ninjs", "version": "2.1"},
    }
    return orjson.dumps(item)


def main(arguments: list[str]) -> int:
    """Write inputs, gold and what was not judged."""
    parser = argparse.ArgumentParser(description="prepare the development sets for make model")
    parser.add_argument("folder", type=Path)
    for name in ("shared", "ap89", "sheepdog"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args(arguments)
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    texts = list(sheepdog(given.sheepdog))
    (folder / "sheepdog.ndjson").write_bytes(b"\n".join(_ninjs(*text) for text in texts) + b"\n")
    gold = sorted(f"urn:sheepdog:{style}:{article}\t{article}\n" for article, style, _ in texts)
    (folder / "sheepdog.gold.tsv").write_text("".join(gold), encoding="utf-8")
    (folder / "ap89.not-judged").write_text("".join(f"{name}\n" for name in service_items(given.ap89)), encoding="utf-8")
    inputs = {
        "ap89": given.ap89,
        "wmt21": given.shared / "data" / "wmt21_is_en.ninjs.ndjson.gz",
        "seeds": Path("seeds/stories"),
        "sheepdog": folder / "sheepdog.ndjson",
        "reuters": given.shared / "data" / "reuters21578.ninjs.ndjson.gz",
        "derivatives": Path("seeds/derivatives/*.ndjson"),
    }
    for name, path in inputs.items():
        (folder / f"{name}.input").write_text(f"{path}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
