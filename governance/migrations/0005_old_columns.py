from django.db import migrations

WILL = """
    UPDATE governance_commitment SET strength = 'will' WHERE strength = 'commit'
"""


class Migration(migrations.Migration):
    """What 0004 carried over goes; and the verb “commit” becomes the memorandum's own, “will”."""

    dependencies = [("governance", "0004_carried_over")]
    operations = [
        migrations.RemoveField(model_name='agreement', name='planned_signing'),
        migrations.RemoveField(model_name='agreementevent', name='planned_signing'),
        migrations.RemoveField(model_name='commitment', name='conditions'),
        migrations.RemoveField(model_name='commitmentevent', name='conditions'),
        migrations.RunSQL(WILL, migrations.RunSQL.noop),
    ]
