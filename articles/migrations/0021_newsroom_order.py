
from django.db import migrations, models

import articles.models.article_queries


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0020_no_rights_to_stale_entries'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.OrderBy(articles.models.article_queries.UnfinishedFirst('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('deleted_at__isnull', True)), name='newsroom_by_date'),
        ),
    ]
