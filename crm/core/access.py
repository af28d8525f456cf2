"""How a view says who may call it. One that says nothing is refused
(crm.core.middleware.DenyByDefault).
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.urls import Resolver404, get_script_prefix, resolve

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


def view_behind(address: str) -> Any:
    """The view class (or function) that answers ``address``; None when nothing does."""
    inside = urlsplit(address).path.removeprefix(get_script_prefix())
    try:
        view = resolve(f"/{inside.lstrip('/')}").func
    except Resolver404:
        return None
    return getattr(view, "view_class", view)


def may_open(user: Any, address: str) -> bool:
    """Whether the view behind ``address`` lets this person in; its rows it checks itself.

    What is drawn up for many readers (the figures of a report) offers each the links that they
    can follow.
    """
    view = view_behind(address)
    if view is None:
        return False
    permission = getattr(view, "permission", "")
    return not permission or bool(user.can(permission))
