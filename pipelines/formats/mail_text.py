"""The text of a mail: lines joined that a mail program has broken, signatures and what was forwarded told from the story."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipelines.formats.body import clean
from pipelines.formats.wire_text import unwrap, width_of

_PARAGRAPH: Final = 120
"""A line longer than this is a paragraph: characters."""
_SIGNATURE = re.compile(r"\n-- ?\n", re.MULTILINE)
_DISCLAIMER_WORD = re.compile(r"confidential|disclaimer|vertraulich|intended|in error", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"\n[ \t]*(?:_{8,}|-{8,}|\*{8,})[ \t]*\n(?=.{0,400}?(?:confidential|disclaimer|vertraulich|intended (?:only )?for|in error))",
    re.IGNORECASE | re.DOTALL,
)
_FORWARDED = re.compile(
    r"(?:\A|\n)[> \t]*(?:-{3,}[ ]?(?:Forwarded message|Original Message|Weitergeleitete Nachricht"
    r"|Ursprüngliche Nachricht|Message transféré|Mensaje reenviado)[ ]?-{3,}"
    r"|Begin forwarded message:|Anfang der weitergeleiteten Nachricht:)[ ]*\n+",
    re.IGNORECASE,
)
_FORWARDED_LINE = re.compile(
    r"[>\s]*\*?(?P<name>From|Von|De|Date|Datum|Gesendet|Sent|Subject|Betreff|Objet|Asunto|To|An|Cc|Reply-To"
    r"|À|Para)\s*:\*?[ \t]*(?P<value>[^\n]*)(?:\n|\Z)",
    re.IGNORECASE,
)
_NAMES: Final = {
    "von": "from",
    "de": "from",
    "datum": "date",
    "gesendet": "date",
    "sent": "date",
    "betreff": "subject",
    "objet": "subject",
    "asunto": "subject",
}
_QUOTED = re.compile(r"^> ?", re.MULTILINE)


class Forwarded(NamedTuple):
    """What was forwarded: its lines by name, in small letters, and its text."""

    lines: dict[str, str]
    text: str


def unflow(text: str, *, deletes_blank: bool) -> str:
    """format=flowed (RFC 3676): a blank at the end of a line says that it goes on; with delsp the blank is no part of the text."""
    out: list[str] = []
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        if out and out[-1].endswith(" ") and out[-1] != "-- " and line:
            out[-1] = (out[-1][:-1] if deletes_blank else out[-1]) + line
        else:
            out.append(line)
    return "\n".join(out)


def forwarded_in(text: str) -> Forwarded | None:
    """The innermost forwarded mail in a text; None where there is none."""
    last = None
    for found in _FORWARDED.finditer(text):
        last = found
    if last is None:
        return None
    at, lines = last.end(), dict[str, str]()
    while (line := _FORWARDED_LINE.match(text, at)) is not None and line.end() > at:
        name = line["name"].casefold()
        lines.setdefault(_NAMES.get(name, name), line["value"].strip(" *"))
        at = line.end()
    rest = text[at:]
    if lines and all(row.startswith(">") for row in rest.split("\n") if row.strip()):
        rest = _QUOTED.sub("", rest)
    return Forwarded(lines, rest) if lines and rest.strip() else None


def paragraphs_of_mail(text: str) -> str:
    """A plain body as `Story.text` wants it: without signature and disclaimer, broken lines joined, a long line a paragraph."""
    text = without_signature(clean(text.replace("\r\n", "\n")))
    lines = [line.rstrip() for line in text.split("\n")]
    width = width_of([line for line in lines if line])
    out: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            out += _paragraphs(block, width)
            block = []
    return "\n\n".join(out)


def _paragraphs(block: list[str], width: int) -> list[str]:
    """The paragraphs of lines without a blank one among them."""
    if any(len(line) > _PARAGRAPH and " " in line.strip() for line in block):
        return [" ".join(line.split()) for line in block]
    if any(line.startswith(("   ", "\t")) for line in block[1:]) and block[0].startswith(("   ", "\t")):
        starts = [number for number, line in enumerate(block) if number == 0 or line.startswith(("   ", "\t"))]
        return [unwrap(block[at:end], width) for at, end in zip(starts, [*starts[1:], len(block)], strict=True)]
    return [unwrap(block, width)]


def without_signature(text: str) -> str:
    """A body without what follows "-- ", and without a disclaimer below a rule."""
    signature = _SIGNATURE.search(text + "\n")
    if signature is not None:
        text = text[: signature.start() + 1]
    disclaimer = _DISCLAIMER.search(text) if _DISCLAIMER_WORD.search(text) else None
    return text[: disclaimer.start()] if disclaimer is not None and text[: disclaimer.start()].strip() else text
