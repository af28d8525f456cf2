"""What a person changes about the desk itself."""

from collections.abc import Sequence

from crm.core.models import User


def switch_shortcuts(people: Sequence[User], *, by: User | None, on: bool) -> list[User]:
    """Turn single-letter keys on or off; a preference, so neither versioned nor announced."""
    for person in people:
        person.single_key_shortcuts = on
        person.save(update_fields=["single_key_shortcuts"])
    return list(people)
