"""What each stored revision is: still open or not, and of which category."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def fill_in(apps, schema_editor):
    Revision = apps.get_model("articles", "Revision")
    newer = Revision.objects.filter(
        article=OuterRef("article"), number__gt=OuterRef("number")
    )
    Revision.objects.filter(state="approved").update(is_open=False)
    Revision.objects.filter(Exists(newer)).update(is_open=False)
    for category in apps.get_model("articles", "Category").objects.all():
        of_category = Revision.objects.filter(content__category=category.pk)
        of_category.update(category=category)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_workflow")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
