"""
What becomes of pictures in the library. A change of the file or of its crops gives the
picture a new stored name, for browsers hold a file for a year; everything that names the
old one is written anew in the same transaction.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image as Picture

from . import renditions
from .models import Article, Edition, FormerName, Image, Page, Revision, Topic
from .models.pictures import with_sizes
from .uploads import all_or_nothing, decode, decoding, digest

# A reader may have a page open, or a mirror of it, while the crops change.
KEPT_FOR = timedelta(days=7)

STILL_PUBLIC = (
    "Chưa thu hồi được: ảnh còn ở nơi bạn đọc thấy ({}). Hãy gỡ ảnh ở đó trước."
)
GONE = "Tệp của ảnh này đã thu hồi nên không cắt lại được. Hãy thay bằng tệp khác."


def known(file):
    """The picture of the library that came out of the same uploaded `file`, or None."""
    return Image.objects.filter(sha256=digest(file), recalled_at=None).first()


def refocus(image, x, y):
    """
    Move the focal point of `image` to (x, y), fractions of its width and height.
    Raises ValidationError with one sentence.
    """
    if image.recalled_at:
        raise ValidationError(GONE)
    old, new = image.file.name, renditions.new_name()
    with decoding, all_or_nothing(new):
        renditions.recut(old, new, (x, y))
        with transaction.atomic():
            rename(image, new, kept_for=KEPT_FOR, focal_x=x, focal_y=y)


def replace(image, file):
    """
    Put another `file` in the place of `image`, wherever it is used. The old files go
    at once. Raises ValidationError with one sentence, and then nothing has changed.
    """
    new = renditions.new_name()
    with decoding:
        picture = decode(file)
        with all_or_nothing(new):
            renditions.make(new, picture, (0.5, 0.5))
            with transaction.atomic():
                rename(
                    image,
                    new,
                    kept_for=None,
                    width=picture.width,
                    height=picture.height,
                    sha256=digest(file),
                    focal_x=0.5,
                    focal_y=0.5,
                    recalled_at=None,
                )


def rename(image, new, *, kept_for, **values):
    """Give `image` the stored name `new` and `values`, in all texts too."""
    old, now = image.file.name, timezone.now()
    articles = lock(image)
    for name, value in {"file": new, **values}.items():
        setattr(image, name, value)
    Image.objects.filter(pk=image.pk).update(file=new, **values)
    FormerName.objects.create(
        image=image, name=old, files_until=kept_for and now + kept_for
    )
    rename_in_bodies(articles, old, new)
    Edition.bump()
    transaction.on_commit(remove_former_files)
    if not kept_for:
        transaction.on_commit(lambda: renditions.remove(old))


def lock(image):
    """
    The articles that use `image`, locked as publish() does: first they, then it.
    Nobody publishes one of them before the transaction ends.
    """
    users = Q(image_uses__image=image) | Q(cover=image)
    keys = Article.objects.filter(users).values("pk")
    articles = Article.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    found = list(articles)
    Image.objects.select_for_update().get(pk=image.pk)
    return found


def rename_in_bodies(articles, old, new):
    for article in articles:
        if old in article.body:
            body = with_sizes(article.body.replace(old, new))
            Article.objects.filter(pk=article.pk).update(body=body)
    for page in Page.objects.filter(body__contains=old):
        page.body = with_sizes(page.body.replace(old, new))
        page.save(update_fields=["body"])
    for revision in Revision.objects.filter(article__in=articles):
        if old in revision.content["body"]:
            body = revision.content["body"].replace(old, new)
            revision.content["body"] = with_sizes(body)
            revision.save(update_fields=["content"])


def recall(image):
    """
    Take the files of `image` away for good; the row stays for the drafts that name it.
    Raises ValidationError when readers see it somewhere or are about to.
    """
    with transaction.atomic():
        articles = lock(image)
        if places := public_places(image):
            raise ValidationError(STILL_PUBLIC.format(", ".join(places)))
        # What lies in the bin comes out of it by publication alone, which looks again.
        binned = [article.pk for article in articles if article.deleted_at]
        Article.objects.filter(pk__in=binned, status=Article.Status.PUBLISHED).update(
            status=Article.Status.WITHDRAWN
        )
        image.recalled_at = timezone.now()
        image.save(update_fields=["recalled_at"])
        image.former_names.update(files_until=None)
        names = image.names()
        Edition.bump()
        transaction.on_commit(lambda: [renditions.remove(name) for name in names])


def public_places(image):
    """Where readers see `image`, or will by itself, in words."""
    now = timezone.now()
    articles = Article.objects.filter(
        Q(cover=image) | Q(body__contains=image.file.name),
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        status=Article.Status.PUBLISHED,
        deleted_at__isnull=True,
    )
    topics = Topic.objects.filter(cover=image)
    pages = Page.objects.filter(body__contains=image.file.name)
    return [
        *(f"bài “{article}”" for article in articles.only("title")),
        *(f"dòng sự kiện “{topic}”" for topic in topics),
        *(f"trang “{page}”" for page in pages),
    ]


def remove_former_files():
    """Take away the files under former names whose time is over; how many names."""
    over = list(FormerName.objects.filter(files_until__lte=timezone.now()))
    for former in over:
        renditions.remove(former.name)
    FormerName.objects.filter(pk__in=[former.pk for former in over]).update(
        files_until=None
    )
    return len(over)


def fill(image):
    """
    Make the files of `image` that are missing; how many. Raises OSError when the
    original is missing, too.
    """
    name, focal = image.file.name, (image.focal_x, image.focal_y)
    present = set(default_storage.listdir(renditions.folder_of(name))[1])
    wanted = {path.rpartition("/")[2] for path in paths_of(image)}
    if wanted <= present:
        return 0
    with decoding, default_storage.open(name) as file, Picture.open(file) as picture:
        files = [
            *renditions.whole(name, picture),
            *renditions.crops(name, picture, focal),
        ]
    missing = [pair for pair in files if pair[0].rpartition("/")[2] not in present]
    for path, content in missing:
        renditions.save(path, content)
    return len(missing)


def paths_of(image):
    """The files that belong to `image`."""
    name = image.file.name
    part, _ = renditions.crop_size(image.width, image.height, renditions.CARD)
    yield name
    yield renditions.file_name(name, "share")
    for label, _ in renditions.widths(image.width):
        for format in ("webp", "avif"):
            yield renditions.file_name(name, "full", label, format)
    for label, _ in renditions.widths(part):
        yield renditions.file_name(name, "3x2", label)


def remove_strays():
    """Take away the folders of no picture that are older than a day; how many."""
    try:
        folders, _ = default_storage.listdir("anh")
    except FileNotFoundError:
        return 0
    named = {f"anh/{folder}/goc.jpg" for folder in folders}
    named -= set(Image.objects.filter(recalled_at=None).values_list("file", flat=True))
    named -= set(
        FormerName.objects.exclude(files_until=None).values_list("name", flat=True)
    )
    strays = [
        name for name in named if renditions.NAME.fullmatch(name) and is_old(name)
    ]
    for name in strays:
        renditions.remove(name)
    return len(strays)


def is_old(name):
    """An upload that is just being stored has files before it has a row."""
    _, files = default_storage.listdir(renditions.folder_of(name))
    day_ago = timezone.now() - timedelta(days=1)
    times = (
        default_storage.get_modified_time(f"{renditions.folder_of(name)}/{file}")
        for file in files
    )
    return all(time < day_ago for time in times)
