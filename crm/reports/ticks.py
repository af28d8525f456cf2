"""What reports do by themselves each minute."""

from crm.core.registries import TickRule, ticks
from crm.reports.archive_jobs import recover_archives
from crm.reports.jobs import recover
from crm.reports.scheduling import draw_up_due
from crm.reports.submissions.reminding import remind_of_forms

ticks.register(TickRule("reports.lost_jobs", recover, order=40))
ticks.register(TickRule("reports.lost_archives", recover_archives, order=41))
ticks.register(TickRule("reports.scheduled_drafts", draw_up_due, order=80))
ticks.register(TickRule("reports.forms_due", remind_of_forms, order=81))
