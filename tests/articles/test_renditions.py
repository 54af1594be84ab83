"""The files of a picture, their names, and the markup that offers them."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.template import Context, Template
from PIL import Image as Picture

from articles import renditions
from articles.display import Choice
from articles.models import Image
from tests.builders import make_article, make_image

NAME = "anh/0123456789abcdef0123/goc.jpg"
FOLDER = "/media/anh/0123456789abcdef0123"


def files_of(image):
    folder = image.file.name.removesuffix("/goc.jpg")
    return sorted(default_storage.listdir(folder)[1])


def size_of(path):
    with default_storage.open(path) as file, Picture.open(file) as picture:
        return picture.size


# Names


def test_a_name_is_random_and_says_nothing():
    names = {renditions.new_name() for _ in range(100)}

    assert len(names) == 100
    assert all(renditions.NAME.fullmatch(name) for name in names)


def test_the_name_of_a_rendition_follows_from_name_shape_and_width():
    assert renditions.url(NAME) == f"{FOLDER}/640.webp"
    assert renditions.url(NAME, width=320, format="avif") == f"{FOLDER}/320.avif"
    assert renditions.url(NAME, "3x2", 960) == f"{FOLDER}/3x2-960.webp"
    assert renditions.url(NAME, "share") == f"{FOLDER}/share.jpg"


@pytest.mark.parametrize("name", ["", "anh/x/goc.jpg", "../goc.jpg", NAME + "x"])
def test_a_name_that_is_none_of_ours_never_reaches_the_storage(name):
    with pytest.raises(ValueError, match="Not the name"):
        renditions.remove(name)


def test_names_in_a_body_come_once_and_in_order():
    other = NAME.replace("0123", "abcd", 1)
    body = "".join(f'<img src="/media/{n}" alt="">' for n in (other, NAME, other))
    assert renditions.names_in(body) == [other, NAME]


# Files


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((3000, 2000), [320, 640, 960, 1280]),
        ((1000, 700), [320, 640, 960]),
        ((640, 427), [320, 640]),
        ((300, 200), [320]),
        ((1, 1), [320]),
        ((20, 2000), [320]),
    ],
)
def test_renditions_are_made_up_to_the_width_of_the_picture(size, widths):
    image = make_image(size=size)

    whole = {f"{width}.{format}" for width in widths for format in ("avif", "webp")}
    assert whole == {f for f in files_of(image) if f[0].isdigit() and "x" not in f}
    for width in widths:
        real, _ = size_of(renditions.file_name(image.file.name, width=width))
        assert real == min(width, image.width)


@pytest.mark.django_db
def test_nothing_is_enlarged():
    image = make_image(size=(500, 300))

    sizes = {
        file: size_of(f"{image.file.name[:-8]}/{file}") for file in files_of(image)
    }

    assert all(width <= 500 and height <= 300 for width, height in sizes.values())
    assert sizes["3x2-320.webp"] == (320, 213)
    assert sizes["share.jpg"] == renditions.share_size(500, 300) == (500, 262)


@pytest.mark.django_db
def test_the_original_is_no_longer_than_2560():
    image = make_image(size=(3000, 1000))
    assert (image.width, image.height) == (2560, 853) == size_of(image.file.name)
    assert size_of(renditions.file_name(image.file.name, "share")) == (1200, 630)


def two_halves(focal):
    """The mean brightness of a card cut from a picture half black and half white."""
    picture = Picture.new("RGB", (1200, 400), "black")
    picture.paste("white", (600, 0, 1200, 400))
    path, content = list(renditions.crops(NAME, picture, focal))[0]
    card = Picture.open(io.BytesIO(content)).convert("L")
    return sum(card.resize((10, 10)).tobytes()) / 100


def test_a_card_is_cut_around_the_focal_point():
    assert two_halves((0, 0.5)) < 10
    assert two_halves((1, 0.5)) > 245
    assert 100 < two_halves((0.5, 0.5)) < 155


@pytest.mark.django_db(transaction=True)
def test_the_files_go_when_the_row_is_gone():
    image = make_image()
    assert files_of(image)

    image.delete()

    assert default_storage.listdir("anh") == ([], [])


@pytest.mark.django_db(transaction=True)
def test_the_files_stay_when_the_deletion_is_rolled_back():
    from django.db import transaction

    image = make_image()
    with pytest.raises(RuntimeError), transaction.atomic():
        image.delete()
        raise RuntimeError

    assert Image.objects.filter(file=image.file.name).exists()
    assert files_of(image)


# Markup: made without the database, which these tests may not touch

IMG = f'<img src="/media/{NAME}" alt="Đồi &quot;chè&quot;" width="1600" height="1067">'


def test_a_picture_in_a_body_is_offered_in_every_format_and_width():
    markup = renditions.body(f"<figure>{IMG}</figure>")

    assert markup == (
        f'<figure><a class="zoom" href="/media/{NAME}" data-zoom><picture>'
        f'<source type="image/avif" srcset="{FOLDER}/320.avif 320w, {FOLDER}/640.avif 640w, '
        f'{FOLDER}/960.avif 960w, {FOLDER}/1280.avif 1280w" sizes="{renditions.BODY_SIZES}">'
        f'<source type="image/webp" srcset="{FOLDER}/320.webp 320w, {FOLDER}/640.webp 640w, '
        f'{FOLDER}/960.webp 960w, {FOLDER}/1280.webp 1280w" sizes="{renditions.BODY_SIZES}">'
        f'<img src="/media/{NAME}" alt="Đồi &quot;chè&quot;" width="1600" height="1067" '
        'fetchpriority="high" decoding="async"></picture>'
        '<span class="hide">(xem ảnh lớn)</span></a></figure>'
    )


def test_all_pictures_but_the_first_are_loaded_when_they_come_near():
    markup = renditions.body(IMG * 3)
    assert ["lazy" in tag for tag in re.findall("<img[^>]*>", markup)] == [
        False,
        True,
        True,
    ]
    assert renditions.body(IMG, first_is_eager=False).count('loading="lazy"') == 1


def test_a_small_picture_is_offered_in_the_widths_it_has():
    small = IMG.replace("1600", "500")
    assert re.findall(r"webp (\d+)w", renditions.body(small)) == ["320"]
    assert re.findall(r"webp (\d+)w", renditions.body(IMG.replace("1600", "90"))) == [
        "90"
    ]


def test_a_picture_of_unknown_size_is_shown_as_it_is():
    markup = renditions.body(f'<img src="/media/{NAME}" alt="a">')
    assert f'data-zoom><img src="/media/{NAME}" alt="a" ' in markup


def test_a_linked_picture_stays_linked():
    markup = renditions.body(f'<figure><a href="/x">{IMG}</a></figure>')
    assert markup.startswith('<figure><a href="/x"><picture>')
    assert markup.endswith("</picture></a></figure>")


def test_a_link_stands_for_a_picture_for_who_wants_to_be_asked():
    markup = renditions.body(f"<figure>{IMG}</figure>", asked=True)

    assert markup.startswith(
        f'<figure><a class="asked" href="{FOLDER}/960.webp" data-asked>'
        "Hiện ảnh: Đồi &quot;chè&quot;</a><template>"
    )
    assert "<img" not in re.sub("<template>.*?</template>", "", markup)
    small = renditions.body(IMG.replace("1600", "500"), asked=True)
    assert f'href="{FOLDER}/320.webp"' in small


def test_a_wide_table_scrolls_in_a_box_with_a_name():
    markup = renditions.body(
        '<table><caption>Chè &lt;<em>2026</em>"</caption><tbody><tr><td>a</td></tr></tbody>'
        "</table><table><tbody><tr><td><table><tbody><tr><td>b</td></tr></tbody></table>"
        "</td></tr></tbody></table>"
    )
    assert markup.startswith(
        '<div class="table-wrap" tabindex="0" role="region" '
        'aria-label="Bảng: Chè &lt;2026&quot;"><table class="table"><caption>Chè &lt;'
    )
    assert 'aria-label="Bảng 2"' in markup
    assert markup.count("<div") == markup.count("</div>") == 2
    assert markup.endswith("</table></td></tr></tbody></table></div>")


@pytest.mark.django_db
def test_a_card_shows_the_cut_part_and_leaves_its_words_to_the_title():
    image = make_image(size=(1600, 1067))
    template = Template('{% load pictures %}{% card_picture image sizes="50vw" %}')

    markup = template.render(Context({"image": image}))

    base = f"/media/{image.file.name.removesuffix('/goc.jpg')}"
    assert markup == (
        f'<img src="{base}/3x2-640.webp" srcset="{base}/3x2-320.webp 320w, '
        f'{base}/3x2-640.webp 640w, {base}/3x2-960.webp 960w, {base}/3x2-1280.webp 1280w" '
        'sizes="50vw" alt="" width="640" height="427" loading="lazy" decoding="async">'
    )


@pytest.mark.django_db
def test_cards_have_no_picture_for_who_wants_to_be_asked():
    template = Template('{% load pictures %}{% card_picture image sizes="50vw" %}')
    context = {"image": make_image(), "choice": Choice(pictures="asked")}

    assert template.render(Context(context)) == ""
    assert template.render(Context({"image": None})) == ""


@pytest.mark.django_db
def test_every_address_in_the_markup_is_a_file_of_that_width():
    image = make_image(size=(1000, 700))
    article = make_article(
        body=f'<img src="/media/{image.file.name}" alt="a" width="9999" height="1">'
    )
    markup = renditions.body(article.body)

    assert 'width="1000" height="700"' in markup
    for path, width in re.findall(r"/media/(\S+) (\d+)w", markup):
        assert size_of(path)[0] == int(width)


@pytest.mark.django_db
def test_a_picture_uploaded_in_the_editor_takes_its_alt_from_the_text():
    image, other = make_image(alt=""), make_image(alt="Đã có")
    body = "".join(
        f'<img src="/media/{each.file.name}" alt="Chợ phiên">'
        for each in (image, other)
    )
    make_article(body=body)

    image.refresh_from_db()
    other.refresh_from_db()
    assert (image.alt, other.alt) == ("Chợ phiên", "Đã có")
