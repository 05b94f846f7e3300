import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_notices'),
        ('estates', '0011_merging'),
    ]

    operations = [
        migrations.AlterField(
            model_name='site',
            name='area',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='core.area', verbose_name='borough'),
        ),
        migrations.AlterField(
            model_name='site',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='core.organisation', verbose_name='reported by'),
        ),
        migrations.AddIndex(
            model_name='estatereturn',
            index=models.Index(condition=models.Q(('gross_internal_m2__isnull', False)), fields=['gross_internal_m2'], name='estates_return_by_floor'),
        ),
        migrations.AddIndex(
            model_name='estatereturn',
            index=models.Index(condition=models.Q(('land_ha__isnull', False)), fields=['land_ha'], name='estates_return_by_land'),
        ),
        migrations.AddIndex(
            model_name='estatereturn',
            index=models.Index(condition=models.Q(('backlog_total__isnull', False)), fields=['backlog_total'], name='estates_return_by_backlog'),
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(fields=['organisation', 'name', 'id'], name='estates_site_by_owner'),
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(fields=['organisation', 'id'], name='estates_site_by_organisation'),
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(fields=['area', 'id'], name='estates_site_by_area'),
        ),
    ]
