from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, Category
from articles.uploads import digest
from articles.word import files
from articles.word.document import read_draft
from articles.word.saving import publish_article, save_draft


class Command(BaseCommand):
    help = (
        "Makes an article of a Word file (.docx): headings, lists, tables, pictures with "
        "their captions, title, lead and author. Adds the article as a draft in the "
        "category with the slug SLUG, its pictures to the library, and authors that are "
        "not known yet; with --publish, readers see it at once if nothing is missing. A "
        "file that cannot be used changes nothing, and one that was taken before makes no "
        "second article."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--category", required=True, metavar="SLUG")
        parser.add_argument("--publish", action="store_true")

    def handle(self, *args, file, category, publish, **options):
        category = Category.objects.filter(slug=category).first()
        if category is None:
            slugs = ", ".join(Category.objects.values_list("slug", flat=True))
            raise CommandError(f"Không có chuyên mục ấy. Đang có: {slugs}")
        try:
            with file.open("rb") as stream:
                self.take(File(stream, name=file.name), category, publish)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp: {error.strerror}") from error
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from refusal

    def take(self, file, category, publish):
        if article := files.article_of(digest(file)):
            self.stdout.write(f"Tệp này đã nhập từ trước: bài {article.pk}, {article}")
            if publish and article.status == Article.Status.DRAFT:
                publish_article(article)
        else:
            draft = read_draft(file)
            describe_pictures(draft)
            article = save_draft(
                draft, category=category, name=file.name, publish=publish
            )
            files.remember_file(file, article)
            self.report(draft)
        state = "đã đăng" if article.is_public else "bản nháp"
        self.stdout.write(f"Bài {article.pk}, {state}: {article}")

    def report(self, draft):
        parts = draft.parts
        self.stdout.write(f"Tiêu đề từ {parts.title_from}; tác giả: {parts.authors}")
        self.stdout.write(f"{len(draft.pictures)} ảnh, {parts.captions} chú thích")
        if draft.converted:
            self.stdout.write(f"{draft.converted} từ đã đổi sang Unicode")
        for sentence in draft.dropped:
            self.stderr.write(f"{sentence}.")


def describe_pictures(draft):
    """Nobody can be asked: a caption says what is in a picture, when Word does not."""
    for picture in draft.pictures:
        picture.alt = picture.alt or picture.caption[:300]
