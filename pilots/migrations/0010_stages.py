from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A proposal may be closed though it never started."""

    dependencies = [("pilots", "0008_returns")]

    operations = [
        migrations.RemoveConstraint(model_name="pilot", name="pilots_pilot_launched_has_start"),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.CheckConstraint(
                condition=Q(("stage__in", ["proposed", "closed"]), ("starts__isnull", False), _connector="OR"),
                name="pilots_pilot_launched_has_start",
                violation_error_message="A pilot that has been launched needs the date on which it started.",
            ),
        ),
    ]
