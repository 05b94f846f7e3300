import pghistory
from django.db import migrations

# In SQL: between these migrations a commitment has a column and a reverse relation of one name, which no model can have.
CARRY = (
    """
    INSERT INTO governance_condition (commitment_id, text, state, note, source, illustrative)
    SELECT id, conditions, 'open', '', source, illustrative FROM governance_commitment WHERE conditions <> ''
    """,
    """
    INSERT INTO governance_signingevent (agreement_id, planned_for, place, status, ended_on, why, source, illustrative)
    SELECT id, planned_signing::date, '',
        CASE WHEN day IS NULL THEN 'planned' WHEN day = planned_signing::date THEN 'held' ELSE 'called_off' END,
        LEAST(day, planned_signing::date),
        CASE WHEN day <> planned_signing::date THEN 'Signed on ' || signed || ' instead.' ELSE '' END,
        source, illustrative
    FROM (SELECT *, CASE WHEN length(signed) = 10 THEN signed::date END AS day FROM governance_agreement) AS agreement
    WHERE length(planned_signing) = 10 AND (day IS NOT NULL OR signed IS NULL)
    """,
    """
    INSERT INTO governance_signaturestep (signature_id, state, "on", reason, source, illustrative)
    SELECT id, status, coalesce(signed_on, updated_at::date), '', source, illustrative FROM governance_signature WHERE status <> 'not_asked'
    """,
)


def carry_over(apps, schema_editor):
    """Conditions written as one text, and the planned day of a signing, become records; a signature's state becomes a step."""
    with pghistory.context(event="programme.upgraded", actor="Upgrade", reason="Kept as records of their own from now on"):
        for statement in CARRY:
            schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_agreement")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
