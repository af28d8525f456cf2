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

KEPT_BUILDS = 1


@dataclass
class Opened:
    """A build that this process has open, and the state of it that was last loaded."""

    name: str
    index: tantivy.Index
    commit: tuple[int, int]


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

    def searcher(self, index: str) -> tantivy.Searcher:
        """A searcher that sees the last commit of the live build."""
        try:
            return self._open(index, self.live_name(index))
        except (OSError, ValueError):
            pass  # the build was replaced and swept between reading its name and opening it
        try:
            return self._open(index, self.live_name(index))
        except (OSError, ValueError) as error:
            raise IndexMissingError(index) from error

    def _open(self, index: str, name: str) -> tantivy.Searcher:
        path = self.root / index / name
        with self._guard:
            state = (path / "meta.json").stat()
            commit = (state.st_mtime_ns, state.st_ino)
            opened = self._opened.get(index)
            if opened is None or opened.name != name:
                opened = Opened(name, tantivy.Index.open(str(path)), commit)
                opened.index.config_reader("manual")
                opened.index.reload()
                self._opened[index] = opened
            elif opened.commit != commit:
                opened.index.reload()
                opened.commit = commit
            return opened.index.searcher()

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
