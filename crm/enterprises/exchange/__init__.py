"""Import and export of enterprises and of their yearly figures."""

from crm.enterprises.exchange import enterprises, figures

__all__ = ["enterprises", "figures"]
