"""No two periods of one unit or building overlap: the database itself refuses, on both vendors."""

from crm.core.database_rules import DatabaseRule, database_rules

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name}_{event} BEFORE {when} ON {table}
WHEN EXISTS (
    SELECT 1 FROM {table} AS other
    WHERE {same} AND other.id IS NOT NEW.id
      AND (NEW.ends_before IS NULL OR other.starts_on < NEW.ends_before)
      AND (other.ends_before IS NULL OR NEW.starts_on < other.ends_before)
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
_POSTGRESQL = """
DO $$ BEGIN
IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') THEN
    ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist
    ({same}, daterange(starts_on, ends_before) WITH &&);
END IF; END $$
"""


def no_overlap(table: str, *keys: str) -> DatabaseRule:
    """The rule that rows of ``table`` equal in ``keys`` share no day (half-open periods)."""
    name = f"{table}_no_overlap"
    same = " AND ".join(f"other.{key} = NEW.{key}" for key in keys)
    events = {"insert": "INSERT", "update": f"UPDATE OF {', '.join(keys)}, starts_on, ends_before"}
    return DatabaseRule(
        key=f"{table}-no-overlap",
        table=table,
        postgresql=(
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            _POSTGRESQL.format(
                name=name, table=table, same=", ".join(f"{key} WITH =" for key in keys)
            ),
        ),
        sqlite=tuple(
            _SQLITE.format(name=name, event=event, when=when, table=table, same=same)
            for event, when in events.items()
        ),
        postgresql_objects=(name,),
        sqlite_objects=tuple(f"{name}_{event}" for event in events),
    )


for _rule in (
    no_overlap("occupancy_spell", "unit_id"),
    no_overlap("occupancy_unit", "building_id", "number"),
    no_overlap("occupancy_unithold", "unit_id"),
    no_overlap("occupancy_unitdisposition", "unit_id"),
    no_overlap("occupancy_unituse", "unit_id"),
    no_overlap("occupancy_buildingname", "building_id"),
    no_overlap("occupancy_buildingstatus", "building_id"),
    no_overlap("occupancy_buildingmembership", "building_id"),
):
    database_rules.register(_rule)
