"""Rows that every installation needs, laid after each migrate, idempotently."""

from collections.abc import Callable
from dataclasses import dataclass

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class Seed:
    """``run()`` adds what is missing and changes nothing that people have edited."""

    key: str
    run: Callable[[], None]
    order: int = 50


seeds: Registry[Seed] = Registry("seeds")
