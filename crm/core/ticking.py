"""Running the tick rules: each by itself, so that one that fails holds up no other."""

import datetime as dt
from dataclasses import dataclass, field

import structlog

from crm.core.registries import ticks

log = structlog.get_logger(__name__)


@dataclass
class Ticked:
    """Things done by rule, and the rules that failed with what they said."""

    done: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def run_rules(now: dt.datetime) -> Ticked:
    """Ask every registered rule. A failure is logged with its trace and reported, never hidden."""
    outcome = Ticked()
    for rule in ticks:
        try:
            outcome.done[rule.key] = rule.run(now)
        except Exception as error:
            log.exception("tick.failed", rule=rule.key)
            outcome.errors[rule.key] = f"{type(error).__name__}: {error}"
    return outcome
