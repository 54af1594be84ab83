from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0019_stale_entries'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='staleentry',
            options={'default_permissions': ()},
        ),
    ]
