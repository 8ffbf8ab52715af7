"""`verify --repair`: what can be made of what is left is made again; what cannot is named, and taken out so that it can come in anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pipelines.families.history import mending
from pipelines.families.rules import Rules
from pipelines.matching.candidates import UNDATED_DAY
from pipelines.matching.scorer import shipped_model
from pipelines.options import MatchSettings, learned_of
from pipelines.storage.beaten import with_beaten
from pipelines.storage.copies import copies, keep_copy
from pipelines.storage.directory import entries_of, extended
from pipelines.storage.manifest import NAME, Manifest, keep_model, model_file, stored_model
from pipelines.storage.packs import rows_to_bytes, write_pack
from pipelines.storage.store import Store, StoreError
from pipelines.storage.tables import table_name
from pipelines.verification.contents import Contents, read_contents
from pipelines.verification.finding import Finding
from pipelines.verification.remake import Mending, all_families, families_by_day, is_right, matches_of
from pipelines.verification.stories import in_step
from pipelines.verification.verify import Verdict, read_manifest, verify
from schemas import Family
from schemas.model import Model

ROUNDS: Final = 4
AGAIN: Final = "Ingest its item again: it will come in as if it were new."


class CannotRepair(StoreError):
    """Nothing was repaired, as it cannot be known what is lost, or as another run was at work."""


class Repair:
    """One repair of a store. `said` tells what it did; the manifest is swapped once, as the last step."""

    def __init__(self, store: Store, verdict: Verdict) -> None:
        self.store = Mending(store)
        self.said: list[Finding] = []
        self._verdict = verdict
        self._kinds = {finding.kind for finding in verdict.findings}
        self._base, self._revision = self._basis()
        self._found = verdict.contents
        if self._found is None or self._base.json_bytes() != self._found.manifest.json_bytes():
            self._found = self._read(self._base)
            self._kinds |= {finding.kind for finding in self._found.findings}
        self._changes: dict[str, Any] = {}

    def run(self) -> None:
        """Mend, and make it current."""
        found = self._found
        assert found is not None
        before = {kind: set(names) for kind, names in found.lost.items()}
        rules = self._rules(self._model())
        held_before = self._named(found)
        self._letters(found)
        changes, days, salvaged = in_step(self.store, self._base, found)
        self._changes.update(changes)
        self.said += salvaged
        manifest = self._base.model_copy(update=self._changes)
        if days or found.lost["heads"] or found.lost["prints"]:
            found = self._read(manifest)
        self._lost_stories(held_before, found)
        if rules is not None:
            self._derived(found, days, rules)
        self._side(self._verdict)
        self._publish()
        for name in sorted(name for names in before.values() for name in names):
            if is_right(self.store, name):
                self._say("repaired", name, "It is written again, with the bytes that it had.")
            else:
                self.store.delete(name)  # a run that came to write it would be refused

    def _basis(self) -> tuple[Manifest, int]:
        """The manifest to work from, and the revision that the store was brought to at most.

        `manifest.json`, unless it is lost, damaged, or not what its run published: then the newest copy. No revision is used again.
        """
        own, _ = read_manifest(self._verdict.manifest) if self._verdict.manifest is not None else (None, "")
        newest = next(copies(self.store), None)
        reached = [int(name[5:13]) for name in self.store.names("runs/") if name[5:13].isdigit()]
        reached += [manifest.revision for manifest in (own, newest[0] if newest else None) if manifest is not None]
        differs = own is not None and newest is not None and newest[0].revision == own.revision and newest[1] != self._verdict.manifest
        if own is not None and not differs:
            return own, max(reached)
        if newest is None:
            raise CannotRepair(f"{NAME} is lost and there is no copy of it: what is current cannot be known. Ingest into a new store")
        self._say("repaired", NAME, f"It is that of revision {newest[0].revision} again, from its copy.")
        for revision in sorted({r for r in reached if r > newest[0].revision}):
            self._say(
                "lost",
                f"runs/{revision:08d}.json",
                f"What the run of revision {revision} made is not in the copy: ingest its inputs again.",
            )
        return newest[0], max(reached)

    def _model(self) -> Model | None:
        """The store's model; where it is lost and was the shipped one, that."""
        settings = self._base.settings
        if "model" not in self._kinds:
            return stored_model(self.store, self._base)
        name = model_file(str(settings["model"]).rpartition("/")[2])
        if model_file(shipped_model().digest) == name:
            keep_model(self.store, shipped_model())
            self._say("repaired", name, "It is the model that ships, written again.")
            return shipped_model()
        self.store.delete(name)
        self._say("lost", name, "Put the file back there that wirekin train made; until then nothing can be grouped.")
        return None

    def _rules(self, model: Model | None) -> Rules | None:
        if "settings" in self._kinds:
            self._say("lost", NAME, "Its settings cannot be used: wirekin rebuild adopts others.")
            return None
        return None if model is None else MatchSettings(**self._base.settings).rules(model)

    def _named(self, found: Contents) -> dict[str, str]:
        """uid -> uri of everything that the store speaks of."""
        named = {member.uid: member.uri for _, family in found.families for member in family.members}
        return named | {row.uid: row.uri for row in found.rows} | {uid: head.uri for uid, head in found.held.items()}

    def _lost_stories(self, before: dict[str, str], found: Contents) -> None:
        for uid in sorted(before.keys() - found.held.keys()):
            self._say("lost", uid, f"The record of {before[uid]} is lost. {AGAIN}")

    def _derived(self, found: Contents, days: set[int], rules: Rules) -> None:
        """Beaten places, matches, families, directory, events: what of them is damaged, or hangs on what has changed."""
        touched = set(days)
        beaten: dict[int, set[int]] = {}
        for day, _, head in found.heads:
            if head.place and head.place != found.held[head.uid].place:
                beaten.setdefault(day, set()).add(head.place)
        told = {day: set(places) for day, places in found.beaten.items()}
        if beaten != told:
            touched |= {day for day in beaten.keys() | told.keys() if beaten.get(day) != told.get(day) and not self._only_lost(found, day)}
            lists = [(str(day), with_beaten(self.store, None, places)) for day, places in sorted(beaten.items())]
            self._change("beaten", {day: name for day, name in lists if name})
        manifest = self._base.model_copy(update=self._changes)
        matches = self._matches(found, manifest, touched, beaten, rules)
        about_families = {"family", "head", "event", "match"} & self._kinds
        if touched or matches or about_families or found.lost["families"] or not self._sizes_agree(found):
            found = self._read(self._base.model_copy(update=self._changes)) if matches else found
            families = all_families(self.store, [head for _, head in sorted(found.held.items())], found.matches, rules)
            packs, sizes = families_by_day(self.store, families)
            self._change("families", packs)
            self._change("sizes", sizes)
        else:
            families = [family for _, family in found.families]
        if touched or "directory" in self._kinds or found.lost["directory"]:
            entries = entries_of((head.story_id, day) for day, _, head in found.heads)
            self._change("directory", extended(self.store, {}, [entries]))
        self._events(found, families)

    @staticmethod
    def _only_lost(found: Contents, day: int) -> bool:
        """Whether the list of a day is only to be written again: it counted for what was compared."""
        return found.manifest.beaten.get(str(day)) in found.lost["beaten"]

    @staticmethod
    def _sizes_agree(found: Contents) -> bool:
        told = found.manifest.sizes
        return sum(number for number, _ in told.values()) == len(found.families) and told.keys() == found.manifest.families.keys()

    def _matches(self, found: Contents, manifest: Manifest, touched: set[int], beaten: dict[int, set[int]], rules: Rules) -> bool:
        """The match rows of all days that look back on a day that changed, and of those where they are damaged; whether any were made."""
        horizon = int(manifest.settings["horizon_days"])
        named = {int(day) for day, name in manifest.matches.items() if name in found.lost["matches"]}
        all_days = {int(day) for day in (*manifest.heads, *manifest.matches)}
        # A row that cannot be says that a run went wrong: what it left out nobody can see.
        every = UNDATED_DAY in touched or "match" in self._kinds
        looking = {day for day in all_days if every or any(0 <= day - changed <= horizon for changed in touched)}
        after = dict(manifest.matches)
        for day in sorted(named | looking):
            after.pop(str(day), None)
            name = matches_of(self.store, manifest, day, beaten, rules)
            if name is not None:
                after[str(day)] = name
        self._change("matches", after)
        return bool(named | looking)

    def _events(self, found: Contents, families: list[Family]) -> None:
        lost = found.lost["events"]
        kept = tuple(name for name in self._base.events if name not in lost)
        for name in sorted(lost):
            self._say("lost", name, "What happened in some run is not known any more: the log now only says what came of it.")
        new = mending(found.events, families, self._revision + 1)
        if new:
            kept = (*kept, write_pack(self.store, "events", rows_to_bytes(event.json_bytes() for event in new), "ndjson.gz"))
        self._change("events", kept)

    def _letters(self, found: Contents) -> None:
        """Letters whose raw bytes are gone are kept by reference from now on; those in a lost pack are gone."""
        for name in sorted(found.lost["dead_letters"]):
            self._say("lost", name, "It listed dead letters. Ingest the inputs again: what is still refused is listed again.")
        broken = {f.name for f in self._verdict.findings if f.kind == "dead letter"}
        if not broken and not found.lost["dead_letters"]:
            return
        letters = {letter.dead_id: letter for letter in found.letters}
        for dead_id in sorted(broken & letters.keys()):
            letters[dead_id] = letters[dead_id].model_copy(update={"kept": "reference", "beside": {}})
            self._say("lost", dead_id, f"Its raw bytes are lost; replay now looks for the file where it lay: {letters[dead_id].file}.")
        rows = [letters[dead_id].json_bytes() for dead_id in sorted(letters)]
        self._change("dead_letters", (write_pack(self.store, "dead_letters", rows_to_bytes(rows), "ndjson.gz"),) if rows else ())

    def _side(self, verdict: Verdict) -> None:
        """Files of no use any more: raw bytes and run records that are damaged."""
        for finding in verdict.findings:
            if finding.kind in ("raw", "run") and finding.name not in verdict.unreadable and "revision" not in finding.what:
                self.store.delete(finding.name)
                self._say("lost", finding.name, "It was damaged, and is removed.")
            if finding.kind == "furniture":
                self.store.delete(finding.name)
                table = table_name(str(learned_of(str(self._base.settings.get("furniture", "")))))
                self._say("lost", table, "Ingest something with --furniture and that very table: it is kept again then.")

    def _publish(self) -> None:
        after = self._base.model_copy(update=self._changes)
        if after.json_bytes() != self._verdict.manifest or self._revision > after.revision:
            after = after.model_copy(update={"revision": self._revision + 1})
            if self.store.swap(NAME, after.json_bytes(), self._verdict.generation) is None:
                raise CannotRepair("another run has published meanwhile: verify the store again")
            self._say("repaired", NAME, f"This is revision {after.revision} of the store.")
        keep_copy(self.store, after)

    def _read(self, manifest: Manifest) -> Contents:
        found = read_contents(self.store, manifest)
        refuse_unreadable(found.unreadable)
        return found

    def _change(self, name: str, value: Any) -> None:
        if getattr(self._base, name) != value:
            self._changes[name] = value

    def _say(self, kind: Any, name: str, what: str) -> None:
        self.said.append(Finding(kind, name, what))


def refuse_unreadable(names: Iterable[str]) -> None:
    """What a disk or a network does not give now may be there: nothing must be made of its absence."""
    for name in sorted(names):
        raise CannotRepair(f"{name} cannot be read, though it may be there: see to that first")


def repair(store: Store, verdict: Verdict) -> tuple[list[Finding], Verdict]:
    """Repair what a verdict found: what was done and what is lost, and the verdict afterwards. Raises `CannotRepair` where it must not.

    Some damage shows only when other damage is gone, behind a broken manifest for one: so it looks again as long as that helps.
    """
    said: list[Finding] = []
    for _ in range(ROUNDS):
        refuse_unreadable(verdict.unreadable)
        one = Repair(store, verdict)
        one.run()
        said += one.said
        after = verify(store)
        if not after.findings or after.findings == verdict.findings:
            return said, after
        verdict = after
    return said, verdict


def lost(said: Iterable[Finding]) -> Iterator[Finding]:
    """What could not be made again."""
    yield from (finding for finding in said if finding.kind == "lost")
