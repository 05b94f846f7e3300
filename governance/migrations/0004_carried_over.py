import pghistory
from django.db import migrations


def carry_over(apps, schema_editor):
    """Conditions written as one text, and the planned day of a signing, become records of their own; a signature's state becomes a step."""
    model = lambda name: apps.get_model("governance", name)  # noqa: E731
    with pghistory.context(event="programme.upgraded", actor="Upgrade", reason="Kept as records of their own from now on"):
        for commitment in model("Commitment").objects.exclude(conditions=""):
            model("Condition").objects.create(commitment=commitment, text=commitment.conditions, source=commitment.source, illustrative=commitment.illustrative)
        for agreement in model("Agreement").objects.exclude(planned_signing=None):
            planned = agreement.planned_signing
            if planned.precision == "day":
                signed = agreement.signed.first if agreement.signed else None
                ended = {} if not signed else {"ended_on": signed, "status": "held"} if signed == planned.first else {
                    "ended_on": min(signed, planned.first), "status": "called_off", "why": f"Signed on {agreement.signed.text}."
                }
                model("SigningEvent").objects.create(agreement=agreement, planned_for=planned.first, source=agreement.source, **ended)
        for signature in model("Signature").objects.exclude(status="not_asked"):
            on = signature.signed_on or signature.updated_at.date()
            model("SignatureStep").objects.create(signature=signature, state=signature.status, on=on, source=signature.source)


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_agreement")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
