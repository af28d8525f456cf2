"""The whole site below a sub-path (SITE_PREFIX), whether the proxy in front cuts it off or not."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def under_prefix(application: Application) -> Application:
    """``application`` with the sub-path taken off the address; as it is where there is none."""
    prefix = settings.FORCE_SCRIPT_NAME
    if not prefix:
        return application

    def without_prefix(
        environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix:
            start_response("301 Moved Permanently", [("Location", f"{prefix}/")])
            return [b""]
        if path.startswith(f"{prefix}/"):
            environ = {**environ, "PATH_INFO": path.removeprefix(prefix)}
        return application(environ, start_response)

    return without_prefix
