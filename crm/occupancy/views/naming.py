"""Enterprises that forms name."""

from typing import Any

from crm.enterprises.actions import ensure


def named_enterprise(data: dict[str, Any], *, by: Any) -> Any:
    """The enterprise that a TenantForm found, or its name recorded as unverified."""
    if data["enterprise"] is not None:
        return data["enterprise"]
    rows, _fresh = ensure([data["identity"]], by=by)
    return rows[data["identity"]]
