from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What an exclusion constraint over two ids and a range of days needs."""

    dependencies = [("governance", "0001_initial")]
    operations = [BtreeGistExtension()]
