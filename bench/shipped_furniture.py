"""Lines into the table that ships, `pipelines/trade/furniture.v1.json`: `python -m bench.shipped_furniture < LINES`, one line of text each.

Without input it writes the table anew: folded, sorted, each line once, with its version. Then change `SHIPPED_FURNITURE` in
`pipelines/options.py`, so that stores parsed with the old table refuse the new one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.trade.learned import EVERY_SOURCE
from pipelines.trade.lines import fold_line
from schemas import FurnitureTable, LearnedLine, SourceLines

TABLE = Path(__file__).parent.parent / "pipelines" / "trade" / "furniture.v1.json"


def main() -> None:
    """Read, add, write."""
    held = FurnitureTable.from_stored(TABLE.read_bytes()).sources if TABLE.exists() else ()
    texts = {line.text for source in held for line in source.lines} | {fold_line(line) for line in sys.stdin if line.strip()}
    lines = tuple(LearnedLine(text=text) for text in sorted(texts))
    table = FurnitureTable.of(sources=(SourceLines(source=EVERY_SOURCE, lines=lines),))
    TABLE.write_bytes(table.file_bytes())
    print(f"{len(lines)} lines, version {table.version}")


if __name__ == "__main__":
    main()
