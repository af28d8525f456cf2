"""What many domains plug into is a registry below them."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """Anything with a ``key``."""

    @property
    def key(self) -> str: ...


Entry = TypeVar("Entry", bound=Keyed)


class Registry(Generic[Entry]):
    """Entries by key, iterated by ``order`` (when they have one), then key. A key is taken once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, Entry] = {}

    def register(self, entry: Entry) -> Entry:
        """Add an entry; raises ValueError when the key is taken."""
        if entry.key in self._entries:
            raise ValueError(f"{self.name}: {entry.key} is registered twice")
        self._entries[entry.key] = entry
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(
            sorted(
                self._entries.values(), key=lambda entry: (getattr(entry, "order", 0), entry.key)
            )
        )

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]

    def __len__(self) -> int:
        return len(self._entries)

    def keys(self) -> list[str]:
        """The keys in order."""
        return [entry.key for entry in self]
