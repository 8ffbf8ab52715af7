"""Watches that are killed, each followed by one that is not: a process of its own, as it forks. Prints what differs; exits with 1 then.

A folder and a feed are watched for one round. SIGKILL comes before or after a write of the store; after it the feed has already dropped an
entry that was fetched. In the end what was fetched is dropped before the run that takes it in, and that must be found out.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from bench.faults import dying
from bench.faults.children import Child
from bench.faults.dying import Dying, Point, Steps
from pipelines.cli import main
from pipelines.commands import watch
from pipelines.commands.ingest import import_beam
from pipelines.storage.local import LocalStore
from pipelines.watching import rounds
from pipelines.watching.asking import Answer
from tests.ingest.runs import listings, ninjs

URL: Final = "https://courier.example/feed"
WIRE: Final = (
    "Two tugs pulled the grain carrier Solveig Strand off a sandbank outside Halden on Friday, nine hours after it ran aground. "
    "Nobody was hurt and no oil leaked, harbour master Tor Evensen said. The ship was carrying barley to a mill in Fredrikstad."
)
FEW: Final = (
    Point("watch/fetched", 1, True),
    Point("manifest.json", 1, True),
)
POINTS: Final = (
    *FEW,
    Point("watch/sources", 1, True),
    Point("packs/stories", 1, True),
    Point("manifest.json", 1, False),
    Point("delete", 1, False),
    Point("watch/sources", 2, False),
    Point("watch/sources", 2, True),
)


class DyingWatch(Dying):
    """Deleting is a step too."""

    def delete(self, name: str) -> None:
        delete = super().delete
        Dying.steps.around("delete", lambda: delete(name))


def feed(*entries: tuple[str, str]) -> bytes:
    items = "".join(
        f"<item><guid>urn:c:{name}</guid><title>{name}</title><description>{text}</description></item>" for name, text in entries
    )
    return f'<rss version="2.0"><channel><title>Halden Courier</title>{items}<item><title>Headline</title></item></channel></rss>'.encode()


OLD, NEW = ("old", WIRE), ("new", "Growers near Ostrava Hill asked the ministry for a bridging loan until spring after beet prices fell.")


def asking(body: bytes) -> Callable[..., Any]:
    """What takes the place of the web."""

    def ask(url: str, fields: Mapping[str, str], before: Callable[[str], None]) -> Answer:
        return Answer(200, url, {"etag": '"1"'}, body)

    return lambda *_: ask


def once(store: Path, folder: Path, body: bytes, point: Point | None = None) -> Callable[[], Any]:
    """One round of a watch as the work of a child."""

    def work() -> Any:
        setattr(watch, "Web", asking(body))  # noqa: B010
        Dying.steps = Steps(point)
        setattr(dying.places, "LocalStore", DyingWatch)  # noqa: B010
        return main(["watch", str(folder), URL, "--store", str(store), "--once", "--settle", "0", "--every", "0.001"])

    return work


def same(store: Path) -> dict[str, Any]:
    """What every listing prints; of dead letters what failed, not in which revision."""
    found: dict[str, Any] = dict(listings(store))
    found["dead letters"] = [orjson.loads(line)["dead_id"] for line in found["dead letters"].splitlines()]
    return found


def broken() -> None:
    """The deliberate break: what was fetched is remembered and dropped before the run that takes it in."""
    real = rounds.Watch._ingested

    def ingested(self: rounds.Watch, batch: rounds.Batch) -> bool:
        for name in batch.fetched:
            self.store.delete(name)
        return real(self, batch)

    setattr(rounds.Watch, "_ingested", ingested)  # noqa: B010


def killed(scratch: Path, store: Path, folder: Path, point: Point, expected: dict[str, Any]) -> list[str]:
    """Kill a watch there, run the next one, and say what is not as expected."""
    ended = Child(once(store, folder, feed(OLD), point), scratch / "child").ended()
    if ended.status is not None:
        return [f"{point}: the watch ended with {ended.status} before it was killed: {ended.said}"]
    again = Child(once(store, folder, feed(NEW)), scratch / "child").ended()
    if (again.status, again.returned) != (0, 0):
        return [f"{point}: the next watch failed: {again.said}"]
    found, left = same(store), [path.name for path in (store / "watch" / "fetched").glob("*")]
    return [f"{point}: other {name}" for name in expected if found[name] != expected[name]] + [f"{point}: left behind: {n}" for n in left]


def run(scratch: Path, points: tuple[Point, ...]) -> int:
    folder = scratch / "in"
    folder.mkdir()
    (folder / "one.json").write_bytes(orjson.dumps(ninjs("urn:test:one", WIRE, source="AP")))
    (folder / "broken.json").write_bytes(b'{"uri": "urn:test:broken", ')
    import_beam()
    said, sys.stderr = sys.stderr, io.StringIO()
    assert once(scratch / "warm", folder, feed(OLD, NEW))() == 0  # loads everything before the first fork
    (scratch / "feed.xml").write_bytes(feed(OLD, NEW))
    setattr(dying.places, "LocalStore", LocalStore)  # noqa: B010
    assert main(["ingest", str(folder), str(scratch / "feed.xml"), "--store", str(scratch / "bounded")]) == 0
    sys.stderr = said
    expected = same(scratch / "warm")
    bounded = same(scratch / "bounded")
    faults = [f"{name} are not those of one bounded run" for name in bounded if name != "dead letters" and bounded[name] != expected[name]]
    for number, point in enumerate(points):
        faults += killed(scratch, scratch / f"killed-{number}", folder, point, expected)
    broken()
    if not killed(scratch, scratch / "broken", folder, Point("packs/stories", 1, False), expected):
        faults.append("a watch that drops what it fetched too early is not found out")
    print("\n".join(faults) or f"{len(points)} watches killed, no difference")
    return 1 if faults else 0


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        sys.exit(run(Path(temporary), FEW if "--few" in sys.argv else POINTS))
