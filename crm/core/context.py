"""Who asks through which door, for the event log and the log lines."""

from contextvars import ContextVar

channel: ContextVar[str] = ContextVar("channel", default="system")
request_id: ContextVar[str] = ContextVar("request_id", default="")
