"""What a page's template is given. Page types name no reading code: it registers itself here by
label.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Builder = Callable[..., dict[str, Any]]
_builders: dict[str, Builder] = {}


def context_for(label: str) -> Callable[[Builder], Builder]:
    """``@context_for("portal.PolicyDocument")`` on ``build(page, request, **kwargs) -> dict``."""

    def register(builder: Builder) -> Builder:
        _builders[label] = builder
        return builder

    return register


def build(page: Any, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
    builder = _builders.get(page._meta.label)
    return builder(page, request, **kwargs) if builder else {}
