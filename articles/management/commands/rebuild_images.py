from django.core.management.base import BaseCommand, CommandError

from articles import library
from articles.models import Image


class Command(BaseCommand):
    help = (
        "Makes the files of pictures that are missing (renditions of a size that a "
        "release has added, or files that were lost) out of the stored originals, and "
        "takes away files under former names whose week is over and folders of no "
        "picture. Changes files only; a second run changes nothing."
    )

    def handle(self, *args, **options):
        made, lost = 0, []
        for image in Image.objects.filter(recalled_at=None).iterator(500):
            try:
                made += library.fill(image)
            except OSError:
                lost.append(image)
        removed = library.remove_former_files() + library.remove_strays()
        self.stdout.write(f"{made} tệp mới, {removed} thư mục thừa đã xóa")
        if lost:
            names = ", ".join(f"{image.pk} ({image.file.name})" for image in lost)
            raise CommandError(f"Không có tệp gốc của ảnh: {names}")
