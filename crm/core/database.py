"""The event log is append-only: the database refuses to change it."""

from crm.core.database_rules import DatabaseRule, database_rules

_REFUSE = """
CREATE OR REPLACE FUNCTION core_event_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'core_event is append-only'; END $$ LANGUAGE plpgsql
"""

database_rules.register(
    DatabaseRule(
        key="events-append-only",
        table="core_event",
        postgresql=(
            _REFUSE,
            "DROP TRIGGER IF EXISTS core_event_append_only ON core_event",
            "CREATE TRIGGER core_event_append_only BEFORE UPDATE OR DELETE ON core_event"
            " FOR EACH ROW EXECUTE FUNCTION core_event_refuse()",
        ),
        sqlite=(
            # DELETE stays possible on SQLite: the test runner empties tables with it.
            "CREATE TRIGGER IF NOT EXISTS core_event_append_only BEFORE UPDATE ON core_event"
            " BEGIN SELECT RAISE(ABORT, 'core_event is append-only'); END",
        ),
        postgresql_objects=("core_event_append_only",),
        sqlite_objects=("core_event_append_only",),
    )
)
