"""A view is counted by one statement on PostgreSQL."""

from django.db import migrations

from stats import programs


class Migration(migrations.Migration):
    dependencies = [("stats", "0006_monthly_report")]

    operations = [migrations.RunPython(programs.install, programs.remove)]
