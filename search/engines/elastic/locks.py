"""The right to write, as documents on the cluster that end by themselves.

A lock is made only where there is none (`op_type=create`) or taken over, at exactly the state in
which it was seen, once it has ended. Who holds one prolongs it while working; who is killed loses
it within `SECONDS`. A holder that finds its lock taken stops writing. The clocks of the machines
that write must agree to a few seconds.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from elasticsearch import ApiError, BadRequestError, ConflictError, Elasticsearch, NotFoundError
from elasticsearch import TransportError as TransportFault

from search.engines.elastic.calls import calling
from search.engines.protocol import IndexBusyError

SECONDS = 30.0
PAUSE = 0.1


@dataclass
class Held:
    """A lock of ours, and the state of its document that we wrote."""

    name: str
    sequence: int
    term: int
    prolonged: float


class Locks:
    """All locks of one installation, in one small index."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        self.client, self.index = client, index
        self._held: dict[str, Held] = {}

    @contextmanager
    def hold(self, name: str, *, wait: float) -> Iterator[None]:
        """Raises IndexBusyError after `wait` seconds."""
        until = time.monotonic() + wait
        while (held := self._take(name)) is None:
            if time.monotonic() >= until:
                raise IndexBusyError(name)
            time.sleep(PAUSE)
        self._held[name] = held
        try:
            yield
        finally:
            self._give_back(self._held.pop(name))

    def prolong(self, *, now: bool = False) -> None:
        """Keep what is held; called with every piece of work. Raises IndexBusyError when a lock was
        lost, so that nothing is written beside its new holder."""
        for held in list(self._held.values()):
            if now or time.monotonic() - held.prolonged > SECONDS / 3:
                with calling(self.index):
                    fresh = self._write(held.name, held.sequence, held.term)
                if fresh is None:
                    raise IndexBusyError(f"{held.name}: the lock was lost")
                self._held[held.name] = fresh

    def _take(self, name: str) -> Held | None:
        with calling(self.index):
            try:
                return self._write(name)
            except NotFoundError:
                self._make_index()
                return self._write(name)

    def _write(
        self, name: str, sequence: int | None = None, term: int | None = None
    ) -> Held | None:
        """Our lock on top of exactly that state, or where there is none; None: another has it."""
        wanted = {"holder": secrets.token_hex(4), "until": time.time() + SECONDS}
        try:
            if sequence is None:
                answer = self.client.create(index=self.index, id=name, document=wanted)
            else:
                answer = self.client.index(
                    index=self.index,
                    id=name,
                    document=wanted,
                    if_seq_no=sequence,
                    if_primary_term=term,
                )
        except ConflictError:
            return self._take_over(name) if sequence is None else None
        return Held(name, answer["_seq_no"], answer["_primary_term"], time.monotonic())

    def _take_over(self, name: str) -> Held | None:
        try:
            seen = self.client.get(index=self.index, id=name)
        except NotFoundError:
            return None  # given back this moment; the next try makes it
        if seen["_source"]["until"] > time.time():
            return None
        return self._write(name, seen["_seq_no"], seen["_primary_term"])

    def _give_back(self, held: Held) -> None:
        with suppress(ApiError, TransportFault):  # it ends by itself
            self.client.delete(
                index=self.index, id=held.name, if_seq_no=held.sequence, if_primary_term=held.term
            )

    def _make_index(self) -> None:
        with suppress(BadRequestError):  # another process was first
            self.client.indices.create(
                index=self.index,
                settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                mappings={"dynamic": False},
            )
