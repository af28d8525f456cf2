"""Record numbers: unique and never reused; gapless when taken inside the transaction that
issues.
"""

from django.db import transaction

from crm.core.models import Sequence


def take(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next ``count`` numbers, such as ``XM-2023-0042``.

    Must run inside a transaction: the counter's row stays locked until it ends, so that two
    processes
    get different numbers and a rollback leaves no gap.
    """
    return [f"{prefix}-{year}-{value:04d}" for value in take_values(f"{prefix}-{year}", count)]


def take_values(name: str, count: int = 1) -> range:
    """The next ``count`` values of the counter ``name``, locked until the transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("numbers are taken inside a transaction")
    Sequence.objects.bulk_create([Sequence(name=name)], ignore_conflicts=True)
    sequence = Sequence.objects.select_for_update().get(name=name)
    first = sequence.last + 1
    sequence.last += count
    sequence.save(update_fields=["last"])
    return range(first, sequence.last + 1)


def reserve_up_to(name: str, value: int) -> None:
    """Let the counter ``name`` start above ``value``, after numbers came from outside."""
    Sequence.objects.bulk_create([Sequence(name=name)], ignore_conflicts=True)
    sequence = Sequence.objects.select_for_update().get(name=name)
    if sequence.last < value:
        sequence.last = value
        sequence.save(update_fields=["last"])
