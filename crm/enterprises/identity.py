"""Finding an enterprise by what identifies it: the credit code, or else name and country."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm.core.names import clean_name, clean_uscc, name_key
from crm.enterprises.models import Enterprise, FormerName


@dataclass(frozen=True)
class Identity:
    """What a form or a cell says about which enterprise is meant."""

    name: str = ""
    uscc: str = ""
    country: str = "CN"

    @property
    def key(self) -> tuple[str, str]:
        """Compared name and country."""
        return name_key(self.name), self.country


def find(identities: Iterable[Identity]) -> dict[Identity, Enterprise]:
    """The recorded enterprises, whoever may see them: by code, else name, else an only former name.

    Three queries however many there are. An identity with a code is never matched by name to an
    enterprise that has a different code.
    """
    wanted = list(identities)
    by_code = {
        row.uscc: row
        for row in _chunked("uscc", {_code(identity) for identity in wanted if identity.uscc})
    }
    by_name: dict[tuple[str, str], Enterprise] = {}
    for row in _chunked("name_key", {identity.key[0] for identity in wanted if identity.name}):
        by_name.setdefault((row.name_key, row.country), row)
    found: dict[Identity, Enterprise] = {}
    rest: list[Identity] = []
    for identity in wanted:
        row = by_code.get(_code(identity)) if identity.uscc else None
        if row is None and identity.name:
            row = by_name.get(identity.key)
            if row is not None and identity.uscc and row.uscc:
                row = None
        if row is not None:
            found[identity] = row
        elif identity.name and not identity.uscc:
            rest.append(identity)
    return found | _by_former_name(rest)


def _code(identity: Identity) -> str:
    try:
        return clean_uscc(identity.uscc)
    except ValueError:
        return identity.uscc


def _chunked(field: str, values: set[str]) -> list[Enterprise]:
    ordered, rows = sorted(values - {""}), []
    for start in range(0, len(ordered), 500):
        rows += Enterprise.objects.current().filter(
            **{f"{field}__in": ordered[start : start + 500]}
        )
    return sorted(rows, key=lambda row: (row.uscc is None, row.pk))


def _by_former_name(identities: list[Identity]) -> dict[Identity, Enterprise]:
    keys = {identity.key[0] for identity in identities}
    if not keys:
        return {}
    candidates: dict[str, set[Enterprise]] = {}
    for start in range(0, len(keys), 500):
        rows = FormerName.objects.filter(
            name_key__in=sorted(keys)[start : start + 500],
            enterprise__merged_into__isnull=True,
        ).select_related("enterprise")
        for row in rows:
            candidates.setdefault(row.name_key, set()).add(row.enterprise)
    return {
        identity: next(iter(rows))
        for identity in identities
        if len(rows := candidates.get(identity.key[0], set())) == 1
    }


def as_new(identity: Identity, **values: object) -> Enterprise:
    """An unsaved, unverified enterprise for an identity that was not found."""
    return Enterprise(
        name=clean_name(identity.name),
        uscc=_code(identity) or None,
        country=identity.country,
        **values,
    )
