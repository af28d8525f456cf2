"""What the core does by itself."""

from crm.core.registries import TickRule, ticks
from crm.core.searching.nightly import purge_queries, reconcile_of_the_night

ticks.register(TickRule("core.query_log", purge_queries, order=70))
ticks.register(TickRule("core.search_reconcile", reconcile_of_the_night, order=95))
