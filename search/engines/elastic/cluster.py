"""Indexes on the cluster: which one is live, how a new one replaces it, which ones may go.

PREFIX-<index>-<fields hash>                  the alias that is searched
PREFIX-<index>-<fields hash>-<stamp>-<hex>    one build
PREFIX-locks                                  who writes
"""

import secrets
import time

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Index

from search.engines.elastic.calls import calling, patient
from search.engines.elastic.locks import Locks
from search.engines.elastic.mapping import ANALYSER, FIELDS_HASH, SETTINGS, mapping
from search.engines.elastic.shot import Shot
from search.engines.fields import WORDS

KEPT_BUILDS = 1


class Cluster:
    """The indexes of one installation: their names begin with `prefix`."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self.client, self.prefix = client, prefix
        self.writing = patient(client)
        self.locks = Locks(self.writing, f"{prefix}-locks")
        self._shots: dict[str, Shot] = {}

    def alias(self, index: str) -> str:
        return f"{self.prefix}-{index}-{FIELDS_HASH}"

    def shot(self, index: str) -> Shot:
        """The live index as it is now or was a second ago."""
        shot = self._shots.get(index)
        if shot is None or not shot.is_fresh:
            shot = self._shots[index] = Shot(self.client, self.alias(index))
        return shot

    def forget(self, index: str) -> None:
        """The next question sees what has just been written."""
        self._shots.pop(index, None)

    def exists(self, index: str) -> bool:
        with calling(index):
            return bool(self.client.indices.exists_alias(name=self.alias(index)))

    def state(self, index: str) -> str:
        """Of a live index: `ok`, `yellow`, `red` or `analyser`."""
        alias = self.alias(index)
        with calling(index):
            status = self.client.cluster.health(index=alias)["status"]
            live = Index(alias, using=self.client).get_mapping()
        if status != "green":
            return status
        used = {
            held["mappings"]["properties"].get(name, {}).get("analyzer")
            for held in live.values()
            for name in WORDS
        }
        return "ok" if used == {ANALYSER} else "analyser"

    def create(self, index: str) -> str:
        """A new empty build, not yet live."""
        stamp = time.strftime("%Y%m%d%H%M%S")
        name = f"{self.alias(index)}-{stamp}-{secrets.token_hex(3)}"
        made = Index(name, using=self.writing)
        made.settings(**SETTINGS)
        made.mapping(mapping())
        with calling(index):
            made.create()
        return name

    def refresh(self, name: str) -> None:
        with calling(name):
            self.writing.indices.refresh(index=name)

    def make_live(self, index: str, name: str) -> None:
        """One step for every reader: the alias leaves the old build and stands on the new one."""
        alias = self.alias(index)
        steps = [{"add": {"index": name, "alias": alias}}]
        with calling(index):
            if self.writing.indices.exists_alias(name=alias):
                old = self.writing.indices.get_alias(name=alias)
                steps += [{"remove": {"index": held, "alias": alias}} for held in old]
            self.writing.indices.update_aliases(actions=steps)
        self.forget(index)

    def discard(self, name: str) -> None:
        with calling(name):
            self.writing.indices.delete(index=name, ignore_unavailable=True)

    def builds(self, index: str) -> list[str]:
        """Every build of an index, for these or other fields, the newest first."""
        with calling(index):
            found = self.writing.indices.get(
                index=f"{self.prefix}-{index}-*", ignore_unavailable=True, allow_no_indices=True
            )
        born = {
            name: int(held["settings"]["index"]["creation_date"]) for name, held in found.items()
        }
        return sorted(born, key=lambda name: (-born[name], name))

    def sweep(self, index: str) -> None:
        """Remove older builds, but for the last one: a search may still be reading it."""
        with calling(index):
            live = set(self.writing.indices.get_alias(name=self.alias(index)))
        for name in [name for name in self.builds(index) if name not in live][KEPT_BUILDS:]:
            self.discard(name)

    def remove_all(self) -> None:
        """Leave nothing of this prefix behind (a temporary engine)."""
        with calling(self.prefix):
            held = self.writing.indices.get(index=f"{self.prefix}-*", allow_no_indices=True)
            for name in list(held):
                self.writing.indices.delete(index=name, ignore_unavailable=True)
        self._shots.clear()
