"""What is new in a folder: whole files, each once, whatever happens in between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pipelines.storage.memory import MemoryStore
from pipelines.watching.rounds import Pace
from tests.watching.worlds import FakeClock, World


def world(folder: Path, **more: object) -> World:
    return World(folders=(folder.as_posix(),), **more)  # type: ignore[arg-type]


def names(taken: list[object]) -> list[str]:
    return [Path(str(name)).name for name in taken]


def test_a_file_is_read_once_and_again_when_it_changed(tmp_path: Path) -> None:
    here = world(tmp_path)
    (tmp_path / "one.txt").write_text("one")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.txt").write_text("two")
    (tmp_path / ".being-written.txt").write_text("half")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "three.txt").write_text("three")
    assert here.round() == [f"{tmp_path}/one.txt", f"{tmp_path}/sub/two.txt"]
    assert here.round() == []
    assert here.again() == []
    (tmp_path / "one.txt").write_text("one, more")
    os.rename(tmp_path / ".being-written.txt", tmp_path / "four.txt")
    assert names(here.again()) == ["four.txt", "one.txt"]


def test_a_file_that_is_being_written_waits_for_the_next_round(tmp_path: Path) -> None:
    growing, clock = tmp_path / "growing.txt", FakeClock()
    clock.during = [lambda: growing.write_text("a whole story") and None]
    here = world(tmp_path, clock=clock)
    growing.write_text("a whole")
    (tmp_path / "whole.txt").write_text("whole")
    assert names(here.round()) == ["whole.txt"]
    assert clock.waited == [2.0]
    assert names(here.round()) == ["growing.txt"]


def test_a_file_that_goes_while_it_settles_is_no_trouble(tmp_path: Path) -> None:
    clock = FakeClock()
    (tmp_path / "gone.txt").write_text("soon gone")
    clock.during = [(tmp_path / "gone.txt").unlink]
    here = world(tmp_path, clock=clock)
    assert here.round() == []
    assert here.told.troubles == []


def test_without_a_time_to_settle_nobody_waits(tmp_path: Path) -> None:
    here = world(tmp_path, pace=Pace(settle=0.0))
    (tmp_path / "one.txt").write_text("one")
    assert names(here.round()) == ["one.txt"]
    assert here.clock.waited == []


def test_what_could_not_be_published_is_read_in_the_next_round(tmp_path: Path) -> None:
    here = world(tmp_path)
    (tmp_path / "one.txt").write_text("one")
    here.noting.fails = 1
    assert not here.watch.round()
    assert names(here.round()) == ["one.txt"]


def test_many_files_come_in_batches_and_a_watch_that_ends_between_two_goes_on_from_there(tmp_path: Path) -> None:
    clock = FakeClock()
    here = world(tmp_path, clock=clock, most_files=2)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(str(number))
    real = here.noting

    def first_then_stop(batch: object) -> bool:
        clock.ends_after = 0
        return real(batch)  # type: ignore[arg-type]

    here.watch.ingest = first_then_stop
    assert not here.watch.round()
    assert names(list(real.taken)) == ["0.txt", "1.txt"]
    clock.ends_after = None
    assert names(here.again()) == ["2.txt", "3.txt", "4.txt"]
    assert real.batches == [2, 2, 1]


def test_a_folder_that_is_not_there_for_a_while_is_not_forgotten(tmp_path: Path) -> None:
    folder, away = tmp_path / "in", tmp_path / "away"
    folder.mkdir()
    (folder / "one.txt").write_text("one")
    here = world(folder)
    here.round()
    folder.rename(away)
    assert here.round() == []
    ((source, why, again),) = here.told.troubles
    assert (source, why, again) == (str(folder), f"{folder} cannot be read: No such file or directory.", None)
    away.rename(folder)
    assert here.round() == []


def test_what_is_gone_is_forgotten_when_something_new_comes(tmp_path: Path) -> None:
    here = world(tmp_path)
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(name)
    here.round()
    (tmp_path / "one.txt").unlink()
    (tmp_path / "three.txt").write_text("three")
    here.round()
    assert len(here.watch._known[str(tmp_path)].seen) == 2


def test_two_folders_of_which_one_lies_in_the_other(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "one.txt").write_text("one")
    here = World(folders=(str(tmp_path), f"{tmp_path}/sub"))
    assert names(here.round()) == ["one.txt"]
    assert here.again() == []


def test_what_is_remembered_but_cannot_be_read_costs_a_second_look_only(tmp_path: Path) -> None:
    here = world(tmp_path)
    (tmp_path / "one.txt").write_text("one")
    here.round()
    (name,) = here.store.names("watch/sources/")
    found = here.store.read_versioned(name)
    assert found is not None
    here.store.swap(name, b"{broken", found[1])
    assert names(here.again()) == ["one.txt"]
    assert here.again() == []


def test_the_rounds_go_on_until_the_watch_is_to_end(tmp_path: Path) -> None:
    clock = FakeClock(ends_after=3)
    here = world(tmp_path, clock=clock, pace=Pace(every=30.0, settle=0.0))
    here.watch.run()
    assert clock.waited == [30.0, 30.0, 30.0]
    assert here.told.until == [30.0, 60.0, 90.0]


def test_a_store_that_fails_for_a_while_is_said_and_asked_again(tmp_path: Path) -> None:
    class Failing(MemoryStore):
        times = 2

        def names(self, prefix: str) -> Iterator[str]:
            if self.times:
                self.times -= 1
                raise OSError(28, "No space left on device", "store/.new-1")
            return super().names(prefix)

    (tmp_path / "one.txt").write_text("one")
    here = world(tmp_path, clock=FakeClock(ends_after=3), pace=Pace(settle=0.0), store=Failing())
    here.watch.run()
    assert here.told.troubles == [("the store", "store/.new-1: No space left on device.", None)] * 2
    assert names(here.noting.taken) == ["one.txt"]
