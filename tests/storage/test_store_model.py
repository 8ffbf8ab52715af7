"""Whatever is asked of a store, in whatever order: it does what a dict does."""

from __future__ import annotations

import pickle
import tempfile
from contextlib import ExitStack
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipelines.storage.gcs import GcsStore
from pipelines.storage.local import LocalStore
from pipelines.storage.memory import MemoryStore
from pipelines.storage.store import Store, StoredDiffers
from tests.storage.emulators import AT_HOME, talking_to
from tests.storage.fake_google import FakeGoogle, serving


class Model(RuleBasedStateMachine):
    """A store and a dict do the same, whatever is asked of them."""

    store: Store
    names: ClassVar = st.sampled_from(["manifest.json", "packs/a/1", "packs/a/2", "packs/ab/1", "packs.json", "r/ü"])
    contents: ClassVar = st.sampled_from([b"", b"one", b"two", b"\n" * 70_000])

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, tuple[bytes, int]] = {}
        self.used: set[tuple[str, int]] = set()

    @rule(name=names, data=contents)
    def put(self, name: str, data: bytes) -> None:
        if name in self.kept and self.kept[name][0] != data:
            with pytest.raises(StoredDiffers):
                self.store.put_if_absent(name, data)
            return
        assert self.store.put_if_absent(name, data) == (name not in self.kept)
        if name not in self.kept:
            found = self.store.read_versioned(name)
            assert found is not None
            self._made(name, data, found[1])

    @rule(name=names, data=contents)
    def swap(self, name: str, data: bytes) -> None:
        made = self.store.swap(name, data, self.kept[name][1] if name in self.kept else 0)
        assert made is not None
        self._made(name, data, made)

    @rule(name=names, data=contents, choice=st.integers(0, 50))
    def swap_on_a_stale_generation(self, name: str, data: bytes, choice: int) -> None:
        current = self.kept[name][1] if name in self.kept else 0
        stale = sorted({0, *(generation for _, generation in self.used)} - {current})
        if stale:
            assert self.store.swap(name, data, stale[choice % len(stale)]) is None

    @rule(name=names)
    def delete(self, name: str) -> None:
        self.store.delete(name)
        self.kept.pop(name, None)

    @rule(prefix=st.sampled_from(["", "p", "packs", "packs/", "packs/a", "packs/a/", "packs/a/1", "x/"]))
    def list_names(self, prefix: str) -> None:
        assert list(self.store.names(prefix)) == sorted(name for name in self.kept if name.startswith(prefix))

    @rule(name=names)
    def read(self, name: str) -> None:
        assert self.store.read_versioned(name) == self.kept.get(name)
        if name in self.kept:
            assert self.store.read(name) == self.kept[name][0]

    @invariant()
    def same_names(self) -> None:
        assert list(self.store.names("")) == sorted(self.kept)

    def _made(self, name: str, data: bytes, generation: int) -> None:
        assert generation > 0
        assert (name, generation) not in self.used
        self.used.add((name, generation))
        self.kept[name] = (data, generation)


class MemoryModel(Model):
    @initialize()
    def start(self) -> None:
        self.store = MemoryStore()


class LocalModel(Model):
    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = LocalStore(self.folder.name)

    @rule()
    def open_again(self) -> None:
        self.store = LocalStore(self.folder.name)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


class GoogleModel(Model):
    @initialize()
    def start(self) -> None:
        self.held = ExitStack()
        url = self.held.enter_context(serving(FakeGoogle({"bucket": {}}, page=2))).url
        self.held.enter_context(talking_to(url))
        self.store = GcsStore("bucket", "packs")

    @rule()
    def travel(self) -> None:
        self.store = pickle.loads(pickle.dumps(self.store))

    def teardown(self) -> None:
        if hasattr(self, "held"):
            self.held.close()


TestMemoryModel = MemoryModel.TestCase
TestMemoryModel.settings = settings(max_examples=50, stateful_step_count=30, deadline=None, database=None)
TestLocalModel = LocalModel.TestCase
TestLocalModel.settings = settings(max_examples=25, stateful_step_count=25, deadline=None, database=None)
TestGoogleModel = GoogleModel.TestCase
TestGoogleModel.settings = settings(max_examples=15, stateful_step_count=20, deadline=None, database=None)
TestGoogleModel.pytestmark = [AT_HOME]
