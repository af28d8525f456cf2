"""Returns in words."""

from django.utils.translation import pgettext_lazy

from crm.occupancy.models import MonthlyReturn

State = MonthlyReturn.State
STATE_LABELS = {
    **{state.value: state.label for state in State},
    "none": pgettext_lazy("monthly return", "not begun"),
}
STATE_TONES = {
    State.DRAFT.value: "hollow",
    State.SENT.value: "info",
    State.ACCEPTED.value: "ok",
    State.RETURNED.value: "warn",
    "none": "bad",
}
