"""Reading the machine-readable lines of travel documents: check digits, centuries, names, likely misreadings."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations.gazetteer import states
from examinations.mrz import Reading, Unreadable, read_mrz, split_lines, transliterate
from examinations.mrz.digits import ALPHABET, LETTERS, check_digit
from tests.examinations.mrz_lines import card, passport, six

TODAY = date(2026, 11, 25)
SPECIMENS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "mrz" / "td3_specimens.csv"
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"


def read(lines: list[str], today: date = TODAY) -> Reading:
    return read_mrz(lines, today)


def failed(reading: Reading) -> list[str]:
    return [check.field for check in reading.checks if not check.holds]


def test_every_published_specimen_reads_as_published() -> None:
    if not SPECIMENS.exists():
        pytest.skip("The published specimens stand beside the checkout, in shared/data/mrz, and are not there.")
    with SPECIMENS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert read([FIRST, row["line2"]]).holds is (row["valid"] == "true"), row["note"]


def test_the_specimen_of_the_standard_says_who_it_is_about() -> None:
    found = read([FIRST, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"])
    assert (found.family_name, found.given_names, found.document_number) == ("ERIKSSON", "ANNA MARIA", "L898902C3")
    assert (found.born_on, found.sex, found.expires_on) == (date(1974, 8, 12), "FEMALE", date(2012, 4, 15))
    assert [check.field for check in found.checks] == ["document_number", "born_on", "expires_on", "optional", "all"]
    assert found.warnings == ("The document has expired.",)


def test_only_the_checks_that_fail_are_named() -> None:
    found = read([FIRST, "L898902C36UTO7408122F1204159ZE184226B<<<<<20"])
    assert failed(found) == ["optional", "all"]


def test_germany_is_one_letter_and_two_fillers() -> None:
    found = read(["P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0"])
    assert found.holds
    assert (found.nationality, found.issuing_state) == ("D", "D")
    assert states()["D"] == "Germany"


@pytest.mark.parametrize(
    ("code", "words"), [("XXA", "Stateless"), ("GBO", "British Overseas"), ("RKS", "Kosovo"), ("EUE", "European Union")]
)
def test_special_codes_have_their_names(code: str, words: str) -> None:
    found = read(passport(nationality=code))
    assert words in states()[found.nationality]
    assert not any("no code" in warning for warning in found.warnings)


def test_a_code_that_nobody_has_is_said_and_a_likely_one_offered() -> None:
    found = read(passport(nationality="UT0"))
    assert "Nationality: UT0 is no code that is known here. Is it UTO?" in found.warnings


@pytest.mark.parametrize(
    ("born", "year"), [("261124", 2026), ("261125", 2026), ("261126", 1926), ("000229", 2000), ("740812", 1974), ("991231", 1999)]
)
def test_nobody_is_born_after_today(born: str, year: int) -> None:
    found = read(passport(born=born)).born_on
    assert found is not None
    assert found.year == year


@pytest.mark.parametrize(("expires", "year"), [("351231", 2035), ("751231", 2075), ("761231", 1976), ("991231", 1999)])
def test_a_document_expires_in_the_nearest_century(expires: str, year: int) -> None:
    found = read(passport(expires=expires)).expires_on
    assert found is not None
    assert found.year == year


@pytest.mark.parametrize("born", ["74<<<<", "7408<<", "<<<<<<"])
def test_a_date_that_the_issuer_did_not_know_is_left_open(born: str) -> None:
    found = read(passport(born=born))
    assert found.born_on is None
    assert found.holds
    assert "Date of birth is not wholly known to the issuer. Ask, and type what is known." in found.warnings


@pytest.mark.parametrize("born", ["741301", "740231", "7408<1", "74O812"])
def test_what_is_no_date_is_said_and_never_an_error(born: str) -> None:
    found = read(passport(born=born))
    assert found.born_on is None
    assert any(warning.startswith("Date of birth ") for warning in found.warnings)


@pytest.mark.parametrize(
    ("right", "wrong", "field", "value"),
    [
        ("740812", "74O8I2", "born_on", "740812"),
        ("740812", "74081Z", "born_on", "740812"),
        ("L898902C3", "L8989O2C3", "document_number", "L898902C3"),
        ("L898902C3", "LB98902C3", "document_number", "L898902C3"),
        ("L898502C3", "L898S02C3", "document_number", "L898502C3"),
    ],
)
def test_a_likely_misreading_is_offered(right: str, wrong: str, field: str, value: str) -> None:
    lines = passport(born=right) if field == "born_on" else passport(number=right)
    found = read([lines[0], lines[1].replace(right, wrong)])
    assert field in failed(found)
    offered = [one.value for one in found.corrections if one.field == field]
    assert value in offered
    assert len(offered) <= 4


def test_a_correction_names_the_line_and_the_position() -> None:
    lines = passport()
    found = read([lines[0], lines[1][:17] + "I" + lines[1][18:]])
    assert [one.signs for one in found.corrections if one.field == "born_on"] == [((2, 18, "I", "1"),)]


def test_a_misread_check_digit_is_itself_corrected() -> None:
    lines = passport(born="741205")
    assert lines[1][19] == "1"
    found = read([lines[0], lines[1][:19] + "I" + lines[1][20:]])
    assert [(one.value, one.signs) for one in found.corrections if one.field == "born_on"] == [("741205", ((2, 20, "I", "1"),))]


@given(st.text(alphabet=ALPHABET, min_size=9, max_size=9), st.sampled_from(ALPHABET))
def test_nothing_is_offered_that_does_not_make_the_check_digit_true(number: str, digit: str) -> None:
    lines = passport()
    found = read([lines[0], number + digit + lines[1][10:]])
    for one in found.corrections:
        if one.field == "document_number":
            printed = next((likely for line, place, _, likely in one.signs if (line, place) == (2, 10)), digit)
            assert check_digit(one.value) == printed
    assert found.check_of("document_number") is not None


def test_lines_of_the_wrong_length_name_the_line_and_the_length() -> None:
    with pytest.raises(Unreadable) as refused:
        read(["P<UTOERIKSSON<<ANNA", FIRST[:43]])
    assert refused.value.faults[0].startswith("Line 1 has 19 signs and should have 44.")
    assert refused.value.faults[1].startswith("Line 2 has 43 signs and should have 44.")


def test_a_sign_that_no_document_prints_is_named_with_its_place() -> None:
    lines = passport()
    with pytest.raises(Unreadable) as refused:
        read([lines[0], "L8989-2C3" + lines[1][9:]])
    assert refused.value.faults[0].startswith("Line 2, position 6 is '-'.")


@pytest.mark.parametrize("lines", [[], [FIRST], [FIRST] * 4, ["", ""]])
def test_too_few_or_too_many_lines_are_refused(lines: list[str]) -> None:
    with pytest.raises(Unreadable):
        read(lines)


def test_one_box_takes_what_readers_send() -> None:
    lines = passport()
    assert split_lines("".join(lines)) == lines
    assert split_lines(f"\r\n {lines[0].lower()}\r\n{lines[1]}\r\n\r\n") == lines
    assert split_lines(f"{lines[0].replace('<<', '«')}\n{lines[1]}") == lines


def test_by_hand_the_closing_fillers_may_be_left_out() -> None:
    found = read_mrz(["P<UTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F3204156"], TODAY, by_hand=True)
    assert found.given_names == "ANNA MARIA"
    assert [check.field for check in found.checks] == ["document_number", "born_on", "expires_on"]
    whole = read_mrz(passport(), TODAY, by_hand=True)
    assert [check.field for check in whole.checks][-1] == "all"


def test_identity_cards_and_visas_are_read() -> None:
    small = read(card())
    assert (small.layout.name, small.document_number, small.holds) == ("TD1", "D23145890", True)
    long = read(card(number="D23145890734"))
    assert (long.document_number, long.holds) == ("D23145890734", True)
    visa = read(["V" + passport()[0][1:], passport()[1]])
    assert (visa.layout.name, visa.family_name, visa.holds) == ("MRV-A", "ERIKSSON", True)
    lines = passport(optional="")
    number = lines[1][:28] + "<" * 7
    larger = read(["I<UTOERIKSSON<<ANNA<MARIA".ljust(36, "<"), number + check_digit(number[:10] + number[13:20] + number[21:])])
    assert (larger.layout.name, larger.document_number, larger.holds) == ("TD2", "L898902C3", True)


def test_a_name_that_fills_its_line_may_be_cut_short() -> None:
    found = read(passport(family="A" * 50))
    assert any("cut short" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Müller-O'Brien", "MUELLER OBRIEN"),
        ("Ødegård", "OEDEGAARD"),
        ("Þórsson", "THORSSON"),
        ("Straße", "STRASSE"),
        ("Łukasz  Żak", "LUKASZ ZAK"),
        ("Щербаков", "SHCHERBAKOV"),
        ("João", "JOAO"),
        ("Nguyễn", "NGUYEN"),
        ("\u202eEvil\u202c", "EVIL"),
        ("<script>", "SCRIPT"),
        ("محمد", ""),
    ],
)
def test_names_are_written_as_documents_print_them(typed: str, printed: str) -> None:
    assert transliterate(typed) == printed


NAME = st.text(alphabet=LETTERS, min_size=1, max_size=12)
DAYS = st.dates(date(1930, 1, 1), TODAY)


@given(NAME, NAME, st.text(alphabet=LETTERS + "0123456789", min_size=1, max_size=9), st.sampled_from(sorted(states())), DAYS, st.data())
def test_what_an_issuer_prints_is_read_back(family: str, given_name: str, number: str, code: str, born: date, data: st.DataObject) -> None:
    expires = data.draw(st.dates(TODAY, TODAY + timedelta(days=10 * 365)))
    sex = data.draw(st.sampled_from(["F", "M", "<"]))
    optional = data.draw(st.text(alphabet=LETTERS, max_size=14))
    lines = passport(
        family=family,
        given=given_name,
        number=number,
        nationality=code,
        born=six(born),
        sex=sex,
        expires=six(expires),
        optional=optional,
    )
    found = read(lines)
    assert found.holds
    assert found.corrections == ()
    assert (found.family_name, found.given_names, found.document_number) == (family, given_name, number)
    assert (found.nationality, found.born_on, found.expires_on, found.optional) == (code, born, expires, optional)
    assert {"FEMALE": "F", "MALE": "M", "UNSPECIFIED": "<"}[found.sex] == sex


@given(st.lists(st.text(max_size=29), max_size=4))
def test_anything_else_is_refused_with_sentences(lines: list[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        read(lines)
    assert refused.value.faults
    assert all(fault.endswith(".") for fault in refused.value.faults)


@given(st.lists(st.text(alphabet=ALPHABET, min_size=44, max_size=44), min_size=2, max_size=2))
def test_two_lines_of_the_right_signs_are_always_read(lines: list[str]) -> None:
    assert read(lines).layout.name in {"TD3", "MRV-A"}
