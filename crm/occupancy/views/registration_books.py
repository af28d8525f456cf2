"""The lists and shares of 注册与行业 as spreadsheets, within what the screen shows."""

from typing import Any

from django.utils.translation import gettext

from crm.core.spreadsheets.writing import XlsxWriter
from crm.occupancy import places
from crm.occupancy.registration_book import (
    head,
    ledger_head,
    span_words,
    untold_words,
    write_list,
    write_overview,
)
from crm.occupancy.views.downloads import Download
from crm.occupancy.views.registration import (
    ABSENT,
    LISTINGS,
    MOVED,
    OTHER_TABS,
    RegistrationRows,
    RegistrationView,
)


class RegistrationDownload(Download, RegistrationView):
    """Place and day of the address."""

    abstract = True
    permission = "enterprises.view"

    def facts(self) -> dict[str, Any]:
        return {"place": self.asked.place.code, "as_of": str(self.span.end)}


class RegistrationWorkbook(RegistrationDownload):
    """Registration, industries, the largest."""

    permission = "enterprises.view"
    event = "occupancy.registration_exported"

    def filename(self) -> str:
        return gettext("registration and industry %(day)s.xlsx") % {"day": self.span.end}

    def write(self, book: XlsxWriter) -> None:
        write_overview(book, self.settled, self.visible, gettext("industry not recorded"))


class RegistrationListWorkbook(RegistrationDownload, RegistrationRows):
    """One list in full, narrowed as on the screen."""

    permission = "enterprises.view"
    event = "occupancy.registration_list_exported"

    @property
    def label(self) -> str:
        """What the list is called."""
        names = {one.key: one.label for one in LISTINGS.values()} | dict(OTHER_TABS)
        return str(names[self.key])

    def filename(self) -> str:
        return f"{self.label} {self.span.end}.xlsx"

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "list": self.key}

    def write(self, book: XlsxWriter) -> None:
        found = self.found
        write_list(book, self.key, self.label, found["rows"], self._head(found))

    def _head(self, found: dict[str, Any]) -> list[str]:
        place, span, meaning = self.asked.place, self.span, str(found["meaning"])
        if self.key == MOVED:
            return ledger_head(places.district(self.user), span, meaning, span_words(span))
        if self.key == ABSENT:
            return ledger_head(place, span, meaning, untold_words(place, found["absent"]))
        notes = [f"{one['label']}：{one['text']}" for one in found["chips"]]
        if found["hidden"]:
            words = gettext("%(count)d enterprises are out of your sight.")
            notes.append(words % {"count": found["hidden"]})
        return head(self.settled.at, meaning, *notes)
