"""State and steps of an import, drawn alike everywhere."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from crm.exchange.models import ImportJob
from crm.exchange.wording import TONES

register = template.Library()
State = ImportJob.State
PLACES = {State.UPLOADED: 1, State.CHECKING: 2, State.CHECKED: 2, State.APPLYING: 3}


@register.inclusion_tag("components/status.html")
def job_state(job: ImportJob) -> dict[str, Any]:
    """The state as a dot and a word."""
    tone = TONES.get(State(job.state), "")
    return {"label": job.get_state_display(), "tone": tone}


@register.inclusion_tag("exchange/_steps.html")
def job_steps(job: ImportJob | None = None) -> dict[str, Any]:
    """The four steps; without a job the first is under way."""
    labels = (_("Upload"), _("Match the columns"), _("Check"), _("Write"))
    place = 0
    if job is not None:
        place = 4 if job.applied_at else PLACES.get(State(job.state), 2)
        if job.applied_at and job.is_running:
            place = 3
    return {
        "steps": [
            {"label": label, "done": at < place, "now": at == place}
            for at, label in enumerate(labels)
        ]
    }
