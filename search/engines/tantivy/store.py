"""Directories of the embedded index: which one is live, who may write it, how a new one replaces
it.

SEARCH_DIR/<index>/<fields hash>-<stamp>/   one build
SEARCH_DIR/<index>/live                     names the live build; replaced atomically
SEARCH_DIR/<index>/lock                     held by the one process that writes
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import tantivy

from search.engines.protocol import IndexBusyError, IndexMissingError
from search.engines.tantivy.schema import FIELDS_HASH, SCHEMA
from search.engines.tantivy.shot import Snapshot

KEPT_BUILDS = 1


@dataclass
class Opened:
    """A build that this process has open, and the commit of it that was last loaded."""

    pointer: tuple[int, int]
    path: Path
    index: tantivy.Index
    commit: tuple[int, int]
    snapshot: Snapshot


@dataclass
class Store:
    """All builds under one directory."""

    root: Path
    _opened: dict[str, Opened] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def live_name(self, index: str) -> str:
        """The live build; raises IndexMissingError when there is none made for these fields."""
        try:
            name = (self.root / index / "live").read_text().strip()
        except OSError as error:
            raise IndexMissingError(index) from error
        if not name.startswith(f"{FIELDS_HASH}-"):
            raise IndexMissingError(index)
        return name

    def snapshot(self, index: str) -> Snapshot:
        """The last commit of the live build."""
        try:
            return self._open(index)
        except (OSError, ValueError):
            pass  # the build was replaced and swept between reading its name and opening it
        try:
            return self._open(index)
        except (OSError, ValueError) as error:
            raise IndexMissingError(index) from error

    def _open(self, index: str) -> Snapshot:
        try:
            pointer = _stamp(f"{self.root}/{index}/live")
        except OSError as error:
            raise IndexMissingError(index) from error
        with self._guard:
            opened = self._opened.get(index)
            if opened is None or opened.pointer != pointer:
                path = self.root / index / self.live_name(index)
                commit = _stamp(f"{path}/meta.json")
                live = tantivy.Index.open(str(path))
                live.config_reader("manual")
                live.reload()
                opened = Opened(pointer, path, live, commit, Snapshot(live.searcher()))
                self._opened[index] = opened
                return opened.snapshot
            commit = _stamp(f"{opened.path}/meta.json")
            if opened.commit != commit:
                opened.index.reload()
                opened.commit = commit
                opened.snapshot = Snapshot(opened.index.searcher())
            return opened.snapshot

    def forget(self) -> None:
        """Close what is open (tests, and a process that forks)."""
        with self._guard:
            self._opened.clear()

    @contextmanager
    def lock(self, index: str, name: str, *, wait: float = 10.0) -> Iterator[None]:
        """The right to write (`lock`) or to build anew (`build`); raises IndexBusyError after
        `wait` seconds."""
        folder = self.root / index
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("a") as handle:
            _take(handle.fileno(), index, wait)
            try:
                yield
            finally:
                fcntl.flock(handle.fileno(), fcntl.LOCK_UN)

    def open_live(self, index: str) -> tantivy.Index:
        return tantivy.Index.open(str(self.root / index / self.live_name(index)))

    def create(self, index: str) -> tuple[str, tantivy.Index]:
        """A new empty build, not yet live."""
        name = f"{FIELDS_HASH}-{time.strftime('%Y%m%d%H%M%S')}-{secrets.token_hex(3)}"
        path = self.root / index / name
        path.mkdir(parents=True)
        return name, tantivy.Index(SCHEMA, path=str(path))

    def make_live(self, index: str, name: str) -> None:
        folder = self.root / index
        pointer = folder / f"live.{secrets.token_hex(4)}"
        pointer.write_text(name)
        os.replace(pointer, folder / "live")

    def discard(self, index: str, name: str) -> None:
        shutil.rmtree(self.root / index / name, ignore_errors=True)

    def sweep(self, index: str) -> None:
        """Remove older builds, but for the last one: a reader may still be opening it."""
        live = self.live_name(index)
        builds = [
            path for path in (self.root / index).iterdir() if path.is_dir() and path.name != live
        ]
        builds.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in builds[KEPT_BUILDS:]:
            shutil.rmtree(path, ignore_errors=True)


def _take(handle: int, index: str, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise IndexBusyError(index) from error
            time.sleep(0.05)
        else:
            return


def _stamp(path: str) -> tuple[int, int]:
    """Changes whenever a file is replaced, even within one tick of the clock."""
    state = os.stat(path)
    return state.st_mtime_ns, state.st_ino
