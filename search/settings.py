"""Which engine answers, from the settings of the installation (docs/settings.md)."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.protocol import Engine
from search.engines.tantivy.engine import TantivyEngine

ENGINES = {TantivyEngine.name: TantivyEngine}


@cache
def _engine(name: str, folder: str) -> Engine:
    return ENGINES[name](Path(folder))


def current_engine(name: str | None = None) -> Engine:
    """The engine of this installation, or the named one."""
    wanted = name or settings.SEARCH_ENGINE
    if wanted not in ENGINES:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE is {wanted}; possible are {', '.join(sorted(ENGINES))}"
        )
    return _engine(wanted, str(settings.SEARCH_DIR))
