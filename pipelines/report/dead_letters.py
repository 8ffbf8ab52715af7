"""Dead letters for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas import DeadLetter

HEAD: Final = 2048
"""Raw bytes that are shown of a letter."""
_KEPT: Final = {
    "item": "The store keeps the bytes of the item.",
    "file": "The store keeps the file that it came in.",
    "reference": "The store keeps only where it lay: replay needs that file as it was.",
    None: "Nothing is kept of it: it cannot be read again.",
}


def letter_table(letters: Sequence[DeadLetter], times: Mapping[str, str]) -> None:
    """A line a letter. `times`: when each was first seen, by id."""
    console = Console()
    table = Table(box=None, pad_edge=False)
    for name in ("id", "where", "format", "error", "bytes", "first seen", "attempts"):
        right = name in ("bytes", "attempts")
        table.add_column(name, justify="right" if right else "left", no_wrap=right or name == "id", overflow="fold")
    for letter in letters:
        table.add_row(
            Text(letter.dead_id[:9]),
            Text(plain(letter.uri)),
            Text(letter.format or "?"),
            Text(plain(letter.error)),
            f"{letter.size:,}",
            Text(times[letter.dead_id]),
            str(letter.attempts),
        )
    if letters:
        console.print(table)
    console.print(f"{len(letters)} dead letter{'' if len(letters) == 1 else 's'}")


def one_letter(letter: DeadLetter, data: bytes | None, time: str) -> None:
    """One letter with the head of its raw bytes; None where they are not kept."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(plain(letter.error), style="bold"))
    console.print(Text(f"{letter.dead_id}, {letter.stage}, {letter.format or 'of no known format'}, {letter.size:,} bytes"))
    console.print(Text(plain(letter.uri)))
    often = "once" if letter.attempts == 1 else f"by {letter.attempts} versions of the parser"
    console.print(f"first seen {time}, refused {often}, last by version {letter.parser_version or 'unknown'}")
    console.print(_KEPT[letter.kept])
    if data is None:
        return
    console.print()
    console.print(Text("\n".join(lines_of(data[:HEAD]))))
    if len(data) > HEAD:
        console.print(Text(f"... and {len(data) - HEAD:,} bytes more", style="dim"))


def plain(text: str) -> str:
    """A text that does nothing to a terminal: what cannot be printed, such as escapes and marks that turn the direction, as \\u..."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)


def lines_of(data: bytes) -> list[str]:
    """Bytes as lines that can be printed: UTF-8 where they are, else \\x.. for each."""
    text = data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    return [plain(line.replace("\t", "    ")) for line in text.split("\n")]
