"""What an action says when it will not do what was asked. Every message is in the user's
language.
"""

from typing import Any


class Refused(Exception):  # noqa: N818 - the word of the trade
    """The rules say no: 422 in forms, an error row in imports, exit status 1 in commands.

    ``field`` names the form field or import column that is wrong, when one is.
    """

    def __init__(self, message: str, *, field: str | None = None, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class NotAllowed(Exception):  # noqa: N818 - the same
    """The person may see the row but may not do this to it: 403."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class Stale(Exception):  # noqa: N818 - the same
    """Somebody saved the row since it was read: 409, and both versions are shown."""

    def __init__(self, row: Any, current: int) -> None:
        super().__init__(f"{row} is at version {current}")
        self.row = row
        self.current = current
