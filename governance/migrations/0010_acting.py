import pghistory
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


COPY = """
    INSERT INTO governance_actionupdate (action_id, "on", note, status)
    SELECT id, (updated_at AT TIME ZONE 'Europe/London')::date, progress, status FROM governance_action WHERE btrim(progress) <> '' ORDER BY id
"""
# The keys of the new rows are looked up at once: a table with checks outstanding cannot lose a column.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def carry_over(apps, schema_editor):
    """What an action's progress said becomes its first update."""
    with pghistory.context(event="programme.upgraded", actor="Upgrade", reason="Progress is kept as a trail of updates from now on"):
        schema_editor.execute(COPY, None)
    schema_editor.execute(SETTLE, None)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_notices'),
        ('governance', '0009_meetings'),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='action',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='action',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='action',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='action',
            name='progress',
        ),
        migrations.RemoveField(
            model_name='actionevent',
            name='progress',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "governance_actionevent" ("board_id", "closed_on", "closing_decision_id", "commitment_id", "description", "due_on", "evidence", "id", "illustrative", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at_id", "raised_on", "ref", "source", "status", "theme", "title", "updated_at", "version") SELECT new_values."board_id", new_values."closed_on", new_values."closing_decision_id", new_values."commitment_id", new_values."description", new_values."due_on", new_values."evidence", new_values."id", new_values."illustrative", new_values."lead_id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."raised_at_id", new_values."raised_on", new_values."ref", new_values."source", new_values."status", new_values."theme", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6e00a1db50caf89c4b1e6459d026128e8528e282', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_75d82', referencing='REFERENCING NEW TABLE AS new_values ', table='governance_action', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "governance_actionevent" ("board_id", "closed_on", "closing_decision_id", "commitment_id", "description", "due_on", "evidence", "id", "illustrative", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at_id", "raised_on", "ref", "source", "status", "theme", "title", "updated_at", "version") SELECT new_values."board_id", new_values."closed_on", new_values."closing_decision_id", new_values."commitment_id", new_values."description", new_values."due_on", new_values."evidence", new_values."id", new_values."illustrative", new_values."lead_id", _pgh_attached_context.value, clock_timestamp(), \'update\', new_values."id", new_values."raised_at_id", new_values."raised_on", new_values."ref", new_values."source", new_values."status", new_values."theme", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5b9c58e47770d04856f6379a4dc8003d083bb34a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e04c6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='governance_action', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "governance_actionevent" ("board_id", "closed_on", "closing_decision_id", "commitment_id", "description", "due_on", "evidence", "id", "illustrative", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at_id", "raised_on", "ref", "source", "status", "theme", "title", "updated_at", "version") SELECT old_values."board_id", old_values."closed_on", old_values."closing_decision_id", old_values."commitment_id", old_values."description", old_values."due_on", old_values."evidence", old_values."id", old_values."illustrative", old_values."lead_id", _pgh_attached_context.value, clock_timestamp(), \'delete\', old_values."id", old_values."raised_at_id", old_values."raised_on", old_values."ref", old_values."source", old_values."status", old_values."theme", old_values."title", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c932dd5e6215196a844c48bc2748aaf12d6f060b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a54cd', referencing='REFERENCING OLD TABLE AS old_values ', table='governance_action', when='AFTER')),
        ),
        migrations.AlterConstraint(
            model_name='action',
            name='governance_action_complete_has_evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'complete'), _negated=True), models.Q(('closed_on__isnull', False), models.Q(models.Q(('evidence', ''), _negated=True), ('closing_decision__isnull', False), _connector='OR')), _connector='OR'), name='governance_action_complete_has_evidence', violation_error_code='evidence-missing', violation_error_message='A complete action needs the day on which it was closed, and what shows it or the decision that closes it.'),
        ),
    ]
