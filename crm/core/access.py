"""How a view says who may call it. One that says nothing is refused
(crm.core.middleware.DenyByDefault).
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

ANY_STAFF = "core.use_desk"
TRUSTED_PACKAGES = (
    "wagtail.",
    "allauth.",
    "django.contrib.staticfiles",
    "django.views.i18n",
    "django.views.generic.base",
)


def public(view: View) -> View:
    """Mark a view as open to everybody: the marked act."""
    view.dd_access = "public"  # type: ignore[attr-defined]
    return view


def is_declared(view: Any) -> bool:
    """Whether ``view`` names a permission, is marked public, or is Wagtail's or allauth's own."""
    target = getattr(view, "view_class", view)
    if getattr(target, "dd_access", None) or getattr(view, "dd_access", None):
        return True
    if getattr(target, "permission", None):
        return True
    module = getattr(target, "__module__", "") or ""
    return module.startswith(TRUSTED_PACKAGES)
