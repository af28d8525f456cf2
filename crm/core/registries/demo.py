"""Who builds the demo data, in which order."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class DemoBuilder:
    """``build(today)`` adds one app's demo rows; it runs once on an installation without demo
    data.
    """

    key: str
    build: Callable[[dt.date], None]
    order: int = 50


demo_builders: Registry[DemoBuilder] = Registry("demo builders")
