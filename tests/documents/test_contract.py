"""One contract for every format: its sample reads, twice alike, and no bytes bring anything but an error of ours."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import SAMPLES, docx

from habeas.documents import FORMATS, detect, extract
from habeas.errors import BinaryInput, BrokenInput, EmptyInput, HabeasError


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_a_sample_that_reads(name: str):
    given_name, raw, words = SAMPLES[name]
    assert detect(raw, name=given_name).name == name
    document = extract(raw, name=given_name)
    assert words in " ".join(document.text.split())
    assert document.media_type in FORMATS[name].media_types
    assert document.extractor.startswith(name)
    assert document.language == "en"
    assert extract(raw, name=given_name) == document


@pytest.mark.parametrize("name", FORMATS)
def test_offsets_lead_back_into_the_document(name: str):
    given_name, raw, _ = SAMPLES[name]
    document = extract(raw, name=given_name)
    places = [document.offsets.place(offset) for offset in range(len(document.text))]
    known = [place for place in places if place is not None]
    assert known == sorted(known)
    assert all(place <= (len(raw) if document.offsets.unit == "byte" else 9) for place in known)


@pytest.mark.parametrize("name", FORMATS)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_broken_bytes_bring_an_error_of_ours_or_a_text(name: str, data: st.DataObject):
    given_name, raw, _ = SAMPLES[name]
    cut = data.draw(st.integers(0, len(raw)))
    noise = data.draw(st.binary(max_size=12))
    try:
        document = extract(raw[:cut] + noise + raw[cut + data.draw(st.integers(0, 40)) :], name=given_name)
    except HabeasError:
        return
    assert document.text.strip()


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.eml", "a.docx", "a"]))
def test_any_bytes_bring_an_error_of_ours_or_a_text(raw: bytes, name: str):
    try:
        document = extract(raw, name=name)
    except HabeasError:
        return
    assert document.text.strip()


def test_nothing_of_a_plain_text_is_stripped_and_its_header_gives_the_day():
    text = " date 2020-05-05 Held.\r\n\n\tTwo  spaces. \n"
    document = extract(text.encode(), name="a.txt")
    assert document.text == text
    assert document.published == "2020-05-05"


def test_titles_days_and_clutter():
    page = extract(SAMPLES["html"][1], name="report.html")
    assert (page.title, page.published) == ("A report", "2020-05-05")
    assert "Contact" not in page.text
    mail = extract(SAMPLES["email"][1], name="reply.eml")
    assert (mail.title, mail.published) == ("A report", "2020-05-05")
    assert extract(docx(), name="a.docx").title == "A report"


@pytest.mark.parametrize("raw", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_nothing_is_told_as_nothing(raw: bytes):
    with pytest.raises(EmptyInput):
        extract(raw, name="a.txt")


def test_bytes_of_no_format_are_told_with_those_that_there_are():
    with pytest.raises(BinaryInput, match="docx"):
        extract(bytes(range(1, 256)) * 8, name="a.bin")


def test_deep_nesting_and_a_bomb_do_no_harm():
    deep = (
        b"<html><body>" + b"<div>" * 40_000 + b"Police held Ana Silva in Lima." + b"</div>" * 40_000 + b"</body></html>"
    )
    with pytest.raises(BrokenInput, match="nested"):
        extract(deep, name="deep.html")
    with pytest.raises(HabeasError):
        extract(docx("x" * 300_000_000), name="bomb.docx")


def test_a_declared_charset_counts_and_a_wrong_one_does_no_harm():
    assert (
        "Køge"
        in extract("Held in Køge.".encode("latin-1"), name="a.txt", media_type="text/plain; charset=iso-8859-1").text
    )
    assert "Køge" in extract("Held in Køge.".encode(), name="a.txt", media_type="text/plain; charset=nonsense").text
