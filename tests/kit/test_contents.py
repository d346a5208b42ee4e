"""What a file is, is told by its content; whatever is more than it says, or would do something when it is opened, is not taken."""

import pytest

from borderops.kit.contents import LONGEST_NAME, MOST_BYTES, Unfit, clean_name, look_into
from tests.kit import sample_files as sample


def fault(content: bytes, name: str) -> str:
    with pytest.raises(Unfit) as refused:
        look_into(content, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (sample.picture(), "a.jpg", "image/jpeg"),
        (sample.photograph_with_its_place(), "a.JPEG", "image/jpeg"),
        (sample.picture("PNG"), "a.png", "image/png"),
        (sample.picture("TIFF"), "a.tiff", "image/tiff"),
        (sample.picture("JPEG", (4000, 3000)), "large.jpg", "image/jpeg"),
        (sample.pdf(), "a.pdf", "application/pdf"),
    ],
)
def test_pictures_and_documents_are_taken_for_what_their_content_is(content: bytes, name: str, media_type: str) -> None:
    assert look_into(content, name) == media_type


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.jpg", "is empty"),
        (b"\xff\xd8\xff" + b"\0" * (MOST_BYTES - 2), "a.jpg", "larger than 20 MB"),
        (sample.picture(), "a.pdf", "is a JPEG picture by its content, but its name says otherwise. Give it the ending .jpg."),
        (sample.picture("PNG"), "photograph", "Give it the ending .png."),
        (sample.SVG, "a.svg", "is none of the kinds of file"),
        (sample.SVG, "a.png", "is none of the kinds of file"),
        (sample.HTML, "a.pdf", "is none of the kinds of file"),
        (sample.PROGRAM, "a.jpg", "is none of the kinds of file"),
        (b" " + sample.pdf(), "a.pdf", "is none of the kinds of file"),
        (sample.picture()[:-100], "a.jpg", "is damaged or incomplete"),
        (sample.picture("PNG")[:60], "a.png", "is damaged or incomplete"),
        (sample.pdf()[:200], "a.pdf", "is damaged or incomplete"),
        (sample.picture() + sample.HTML, "a.jpg", "holds a second file"),
        (sample.picture() + sample.SVG, "a.jpg", "holds a second file"),
        (sample.picture("PNG") + sample.pdf(), "a.png", "holds a second file"),
        (sample.with_a_zip_behind(sample.picture()), "a.jpg", "holds a second file"),
        (sample.with_a_zip_behind(sample.pdf()), "a.pdf", "holds a second file"),
        (b"%PDF-1.4 " + sample.HTML + sample.pdf(), "a.pdf", "holds a second file"),
        (sample.png_that_claims(65_000, 65_000), "a.png", "has more pixels"),
        (sample.png_that_claims(11_000, 11_000), "a.png", "has more pixels"),
        (sample.pdf_with_script(), "a.pdf", "holds a script"),
        (sample.pdf_with_script_spelled_otherwise(), "a.pdf", "holds a script"),
        (sample.pdf_with_script_in_an_object_stream(), "a.pdf", "holds a script"),
        (sample.pdf_that_starts_a_program(), "a.pdf", "can start a program"),
        (sample.pdf_with_a_file_inside(), "a.pdf", "carries other files"),
        (sample.pdf_with_a_running_form(), "a.pdf", "form that runs by itself"),
        (sample.pdf_with_password(), "a.pdf", "locked with a password"),
    ],
)
def test_what_is_not_wholly_and_only_what_it_says_is_refused_with_a_way_on(content: bytes, name: str, words: str) -> None:
    said = fault(content, name)
    assert words in said
    assert said.startswith(name)
    assert said.endswith(".")


def test_the_largest_file_that_is_taken_is_taken() -> None:
    content = sample.picture("PNG")
    assert look_into(content, "a.png") == "image/png"
    with pytest.raises(Unfit, match="larger than 20 MB"):
        look_into(content + b"\0" * (MOST_BYTES + 1 - len(content)), "a.png")
    filled = sample.picture() + b"\0" * (MOST_BYTES - len(sample.picture()))
    assert look_into(filled, "a.jpg") == "image/jpeg"


def test_a_document_that_unpacks_to_more_than_there_is_memory_harms_nobody_but_its_own_process() -> None:
    assert "a.pdf" in fault(sample.pdf_with_script_in_an_object_stream(padding=400_000_000), "a.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("notice.pdf", "notice.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\somebody\Desktop\notice.pdf", "notice.pdf"),
        ("notice\u202efdp.exe.jpg", "noticefdp.exe.jpg"),
        ("no\r\ntice\x00.pdf", "no tice.pdf"),
        ("  spaced\u00a0\u2003out .pdf", "spaced out .pdf"),
        ("zero\u200bwidth\ufeff.png", "zerowidth.png"),
        ("half\ud800.png", "half.png"),
        ("\u202e", "file"),
        ("..", "file"),
        ("", "file"),
        ("عقد.pdf", "عقد.pdf"),
    ],
)
def test_a_name_keeps_what_can_be_seen_and_nothing_that_turns_the_writing_or_the_path(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_is_shortened_and_keeps_its_ending() -> None:
    kept = clean_name("n" * 300 + ".pdf")
    assert len(kept) == LONGEST_NAME
    assert kept.endswith("n.pdf")
    assert len(clean_name("n." + "x" * 300)) <= LONGEST_NAME
