"""The seam between core's records and the search library."""

from crm.core.searching.marking import mark_rows

__all__ = ["mark_rows"]
