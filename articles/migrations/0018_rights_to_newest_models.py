"""The teams get the rights to what 0016 and 0017 have added."""

from django.db import migrations

from articles import groups


def make(apps, schema_editor):
    groups.make(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_known_hosts")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
