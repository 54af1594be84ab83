from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_open_revisions")]
    operations = [
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('article',), name='one_open_revision_of_an_article'),
        ),
    ]
