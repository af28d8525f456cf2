"""Words for the events that timelines show."""

from typing import Any

event_labels: dict[str, Any] = {}


def name_events(labels: dict[str, Any]) -> None:
    """Give event names (``leads.assigned``) the words that a timeline shows; others stay in the
    log.
    """
    event_labels.update(labels)
