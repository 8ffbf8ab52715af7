"""How items of the wires of old and mails begin: formats without a mark at the first byte, told by their first lines."""

from __future__ import annotations

import re
from typing import Final, Literal

from pipelines.trade.words import words

ANPA_START: Final = re.compile(rb"\x01[A-Za-z]?\d{3,4}(?:[^\x00-\x1f]{0,16}\x1f|\r?\n(?=[A-Za-z] [A-Za-z][\x13\x14]))")
"""SOH, service and number (then who sends it), and US; AAP has a line end in its place."""
IPTC7901_START: Final = re.compile(rb"\x01[A-Za-z]{1,12}[\w.-]{0,8}?\d{2,6} +[1-9] +[A-Za-z]{1,5} +\d{1,5}\b")
"""SOH, service and number, priority, category, number of words."""
IPTC7901_BARE: Final = re.compile(rb"[\s\x7f]*[a-z]{2,6}\d{3,6} +[1-9] +[A-Za-z]{1,5} +\d{1,5} [^\r\n]{0,40}\r?\n")
"""The same where the control characters were lost on the way; for the start of a file."""
MAIL_SEPARATOR: Final = re.compile(rb"(?:\A|\r?\n)From [^\r\n]{3,200}\d{4}[^\r\n]{0,20}\r?\n(?=[A-Za-z][\w-]*:)")
"""The line before each mail of a mailbox."""
_HEADER: Final = re.compile(rb"(?P<name>[!-9;-~]{1,76}):(?:[^\r\n]*)(?:\r?\n|\r|\Z)(?:[ \t]+\S[^\r\n]*(?:\r?\n|\r|\Z))*")
_SURE: Final = words("received return-path delivered-to message-id mime-version x-received dkim-signature received-spf arc-seal x-mailer")
"""Names that only machines write."""
_NAMES: Final = _SURE | words(
    "content-type content-transfer-encoding date from to cc subject sender reply-to in-reply-to references authentication-results list-id"
)
_PLAIN: Final = words("from date subject")
_LEAD: Final = 1024
"""How far into a file the first item of a wire may begin: bytes."""
_HEADERS: Final = 200
"""Lines of a mail's head that are looked at."""


def old_format(data: bytes) -> Literal["anpa", "iptc7901", "mail"] | None:
    """The format whose first lines these are; None for any other. Mails are told by their header lines, blanks before them or not."""
    head = data[:_LEAD]
    found = [(m.start(), name) for name, m in (("anpa", ANPA_START.search(head)), ("iptc7901", IPTC7901_START.search(head))) if m]
    if found:
        return "anpa" if min(found)[1] == "anpa" else "iptc7901"
    if IPTC7901_BARE.match(head):
        return "iptc7901"
    return "mail" if is_mail(data) else None


def is_mail(data: bytes) -> bool:
    """Whether the first lines are the head of a mail: names that only machines write, or who, when and about what."""
    at = len(data) - len(data.lstrip()) if data[:1].isspace() else 0
    separator = MAIL_SEPARATOR.match(data, at)
    at = separator.end() if separator else at
    names: set[str] = set()
    for _ in range(_HEADERS):
        line = _HEADER.match(data, at)
        if line is None:
            break
        at = line.end()
        names.add(line["name"].decode("ascii").lower())
        if len(names & _SURE) > 1:
            return True
    ends = data[at : at + 2].startswith((b"\n", b"\r")) or at >= len(data)
    known = names & _NAMES
    return ends and (known >= _PLAIN or (len(known) > 2 and bool(known & _SURE)) or (len(known) > 1 and "content-type" in known))
