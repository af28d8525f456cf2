"""Every address that the site answers, with a path that can be asked for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern
from django.utils.regex_helper import normalize

SAMPLES = {
    "int": "9",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "x/y",
    "date": "2023-02-28",
    "month": "2023-02",
}
OWN = ("config.", "crm.", "portal.", "search.")


@dataclass(frozen=True)
class Address:
    path: str
    name: str
    view: Callable[..., Any]

    @property
    def target(self) -> Any:
        """The view class, or the function itself."""
        return getattr(self.view, "view_class", self.view)

    @property
    def ours(self) -> bool:
        return (getattr(self.target, "__module__", "") or "").startswith(OWN)

    @property
    def open_to_all(self) -> bool:
        """Marked public by crm.core.access.public."""
        return "public" in (
            getattr(self.target, "dd_access", None),
            getattr(self.view, "dd_access", None),
        )

    @property
    def parameters(self) -> bool:
        return self.path != re.sub(r"\b(9|x)\b", "", self.path)


@cache
def every_address() -> tuple[Address, ...]:
    return tuple(_walk(get_resolver().url_patterns, "/", ()))


def own_addresses() -> list[Address]:
    return [address for address in every_address() if address.ours]


def _walk(entries: list, prefix: str, names: tuple[str, ...]) -> Iterator[Address]:
    for entry in entries:
        path = prefix + _sample(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from _walk(entry.url_patterns, path, inner)
        elif isinstance(entry, URLPattern):
            yield Address(path, ":".join((*names, entry.name or "")), entry.callback)


def _sample(pattern: Any) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return ""
    if isinstance(pattern, RegexPattern):
        template, names = normalize(pattern.regex.pattern)[0]
        return template % dict.fromkeys(names, "9") if names else template
    assert isinstance(pattern, RoutePattern)
    return re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1], "x"), pattern._route)
