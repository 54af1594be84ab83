from django.core.management.base import BaseCommand
from django.db import transaction

from articles import html
from articles.models import Article, Edition, Page, Revision
from articles.models.pictures import with_sizes


class Command(BaseCommand):
    help = (
        "Cleans what is stored of articles, revisions and pages once more, for a release "
        "that has changed the rules of html.clean(). Changes the bodies that the rules of "
        "today would write otherwise, and nothing else; a second run changes nothing. "
        "--dry-run lists them and changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args, dry_run, **options):
        changed = 0
        with transaction.atomic():
            for kind, row, old in bodies():
                new = with_sizes(html.clean(old))
                if new == old:
                    continue
                changed += 1
                self.stdout.write(f"{kind} {row.pk}: {len(old)} → {len(new)} ký tự")
                if not dry_run:
                    store(row, new)
            if changed and not dry_run:
                Edition.bump()
        done = "sẽ đổi" if dry_run else "đã đổi"
        self.stdout.write(f"{changed} nội dung {done}")


def bodies():
    """(kind, row, body) of all that passes html.clean()."""
    for article in Article.objects.only("body").iterator(500):
        yield "Bài", article, article.body
    for revision in Revision.objects.only("content").iterator(500):
        yield "Bản", revision, revision.content["body"]
    for page in Page.objects.all():
        yield "Trang", page, page.body


def store(row, body):
    if isinstance(row, Revision):
        row.content["body"] = body
        Revision.objects.filter(pk=row.pk).update(content=row.content)
    else:
        type(row).objects.filter(pk=row.pk).update(body=body)
