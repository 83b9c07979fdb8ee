"""Pictures for links: the right size, the same bytes, and legible in any script."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from habeas.site import write_site
from habeas.site.picture import SIZE, legible, picture
from worlds import public_world


def test_a_picture_has_its_size_few_bytes_and_the_same_ones_again():
    raw = picture("Ana Silva", ("Held, Peru",))
    assert Image.open(BytesIO(raw)).size == SIZE == (1200, 630)
    assert len(raw) < 20_000
    assert raw == picture("Ana Silva", ("Held, Peru",)) != picture("Ana Silvo", ("Held, Peru",))


def test_what_the_font_has_no_letter_for_is_transliterated():
    assert legible("Ana Šilva, Анна") == "Ana Šilva, Анна"
    assert legible("安娜").isascii() and legible("安娜").strip()


def test_a_very_long_name_stays_on_the_picture():
    long = picture("Ana " * 200, ("words " * 200,))
    image = Image.open(BytesIO(long)).convert("RGB")
    paper = image.getpixel((600, 5))
    assert {image.getpixel((x, 625)) for x in range(40, 1200)} == {paper}


def test_pictures_are_made_where_the_site_s_place_is_known_and_pages_name_them(tmp_path: Path):
    register = public_world().register()
    slug = register.cases[0].slug
    write_site(register, tmp_path, built_on="2021-03-01")
    assert not list(tmp_path.rglob("*.png")) and "og:image" not in (tmp_path / f"cases/{slug}.html").read_text()
    write_site(register, tmp_path, built_on="2021-03-01", base_url="https://example.org")
    for folder in ("", "fr/"):
        page = (tmp_path / f"{folder}cases/{slug}.html").read_text()
        assert f'content="https://example.org/{folder}cases/{slug}.png"' in page
        assert (tmp_path / f"{folder}cases/{slug}.png").exists() and (tmp_path / f"{folder}habeas.png").exists()
