"""A first migration that lays its tables in one step instead of one by one.

Django renders, for every CreateModel, all models related to it anew. Here everything is related to
the account (who recorded it, who changed it), so a hundred and more tables would cost minutes at
every first ``migrate``. The tables are taken from the state at the end of the migration: later
AddField, AddIndex and AddConstraint operations of the same migration are in them already.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import operations
from django.db.migrations.state import ProjectState

CONTAINED = (
    operations.AddField,
    operations.AddIndex,
    operations.AddConstraint,
    operations.AlterUniqueTogether,
    operations.AlterField,
)


class InitialTables:
    """Mix in before ``migrations.Migration`` where an app's first migration creates many models."""

    app_label: str
    operations: list[Any]

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Create all models of this migration from its final state, then run its other steps."""
        created = [step for step in self.operations if isinstance(step, operations.CreateModel)]
        tables = self._checked({step.name_lower for step in created})
        state = project_state.clone()
        # Without rendered models, a step forward only notes what changed.
        state.__dict__.pop("apps", None)
        for step in tables:
            step.state_forwards(self.app_label, state)
        for step in created:
            model = state.apps.get_model(self.app_label, step.name)
            if step.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)
        for step in self.operations[len(tables) :]:
            before = state.clone()
            step.state_forwards(self.app_label, state)
            step.database_forwards(self.app_label, schema_editor, before, state)
        return state

    def _checked(self, names: set[str]) -> list[Any]:
        """The leading steps that only concern tables made here; anything else must come after."""
        tables = []
        for step in self.operations:
            contained = isinstance(step, CONTAINED) and self._model_of(step) in names
            if not contained and not isinstance(step, operations.CreateModel):
                break
            tables.append(step)
        late = [
            step
            for step in self.operations[len(tables) :]
            if isinstance(step, operations.CreateModel)
        ]
        if late:
            raise ValueError(f"{self.app_label}: {late[0].name} is created after another step")
        return tables

    @staticmethod
    def _model_of(step: Any) -> str:
        return (getattr(step, "model_name", None) or getattr(step, "name", "")).lower()
