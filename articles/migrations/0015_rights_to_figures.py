"""The teams get the rights to the dashboard and to the record of held votes."""

from django.db import migrations

from articles import groups


def make(apps, schema_editor):
    groups.make(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_rating_decisions"),
        ("stats", "0006_monthly_report"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("redirects", "0002_alter_redirect_new_path_help_text"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
