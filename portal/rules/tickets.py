"""A form's signed timestamp: proof that a page of ours was read before the form came back."""

from dataclasses import dataclass

SHORTEST = 3  # seconds: nobody fills in a form faster
LONGEST = 12 * 3600


@dataclass(frozen=True)
class Age:
    seconds: float

    @property
    def is_human(self) -> bool:
        return SHORTEST <= self.seconds <= LONGEST

    @property
    def is_stale(self) -> bool:
        return self.seconds > LONGEST
