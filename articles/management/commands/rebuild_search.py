from django.core.management.base import BaseCommand

from articles import search
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Writes the index of the search anew from the published articles. Changes "
        "nothing else; readers can search while it runs, and it can be run again."
    )

    def handle(self, *args, **options):
        number = search.rebuild(Article.objects.findable())
        self.stdout.write(f"{number} bài viết trong chỉ mục tìm kiếm")
