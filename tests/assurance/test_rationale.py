"""Reasons that read as public order or ordinary crime alone are shown to the assurer; what is only like them is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.prompts import Facts, prompts_of
from assurance.rationale import Reads, reads_as

PROTEST = (
    "Known protester returning from the climate camp in Germany.",
    "On the way to a demonstration against the arms fair; wanted to know the names of the organisers.",
    "Stopped because he took part in the riots in Leeds and was seen at the public disorder afterwards.",
    "Travelling to join a march through London on Saturday.",
    "Environmental activist. Had protested outside the embassy twice.",
    "Person is to attend a rally. No links to terrorism are known.",
    "Picketing at the docks, selected to determine whether he is concerned in terrorism.",
    "Protest banner in the luggage; examined under the Terrorism Act 2000 by counter-terrorism officers.",
    "Says that she will take part in the march on Saturday.",
    "Attending the encampment at the university and not suspected of terrorism.",
)
CRIME = (
    "Believed to carry cannabis for sale, nervous at the desk.",
    "Shoplifting in the departure lounge, and a stolen handbag was seen.",
    "Cigarette smuggling through this port by the same coach.",
)
NEAR = (
    "Selected for broken travel to a border with a conflict zone, with a one-way ticket.",
    "Travelled in March 2026 and again on 3 March, each time alone and by a longer way.",
    "He protested his innocence when the officer spoke to him at the gate.",
    "She protested at the delay and would not say with whom she travelled.",
    "A Protestant minister; documents showed three visits to the same address in eight weeks.",
    "Gave a demonstration of how the device opens; the device held plans of the station.",
    "Demonstrated knowledge of the layout that a first visitor would not have.",
    "Raised money for a proscribed organisation at a protest in Berlin.",
    "The protest was to be the cover for an attack on the crowd.",
    "Rioters in the video wore the badge of a terrorist organisation; he appears beside them.",
    "It could not be excluded that the march in Vienna was paid for by a foreign intelligence service.",
    "Has a personality disorder and said so; travelled with a forged passport.",
    "Stolen passport reported in the family name, same date of birth.",
    "Came in March for a wedding and left on a March flight; the carrier's list had another name.",
    "Volunteer at a refugee encampment; the phone number is one met with in earlier reporting.",
    "Carries prescription drugs for the heart, with the letter of a doctor who is not on the register.",
    "Rally driver by trade; the equipment list did not match the declaration.",
    "",
    "   ",
)


@pytest.mark.parametrize("reasons", PROTEST)
def test_reasons_about_public_order_alone_are_seen(reasons: str) -> None:
    assert reads_as(reasons) is Reads.PUBLIC_ORDER


@pytest.mark.parametrize("reasons", CRIME)
def test_reasons_about_ordinary_crime_alone_are_seen(reasons: str) -> None:
    assert reads_as(reasons) is Reads.ORDINARY_CRIME


@pytest.mark.parametrize("reasons", NEAR)
def test_what_is_only_like_it_is_not_seen(reasons: str) -> None:
    assert reads_as(reasons) is None


@given(st.sampled_from([*PROTEST, *CRIME]), st.sampled_from(["He is a member of a proscribed group.", "An attack is being planned."]))
def test_one_sentence_about_the_threat_is_enough_wherever_it_stands(reasons: str, threat: str) -> None:
    assert reads_as(f"{reasons} {threat}") is None
    assert reads_as(f"{threat} {reasons}") is None


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_case_and_blanks_do_not_matter(reasons: str) -> None:
    ascii_only = reasons.encode("ascii", "ignore").decode()
    assert reads_as(ascii_only) is reads_as(f"  {ascii_only.upper()}\n\n")


def test_it_is_a_prompt_about_the_purpose_and_the_reasons_not_to_be_disclosed_count_too() -> None:
    def told(reason: str, sensitive: str = "") -> tuple[str, ...]:
        facts = Facts(considerations=("behaviour",), selection_reason=reason, selection_reason_sensitive=sensitive)
        return prompts_of(facts).get("QA-A1", ())

    assert told(PROTEST[0]) == (Reads.PUBLIC_ORDER.value,)
    assert told(CRIME[0]) == (Reads.ORDINARY_CRIME.value,)
    assert told(PROTEST[0], "Named in reporting on a proscribed organisation.") == ()
    assert told("", PROTEST[0]) == (Reads.PUBLIC_ORDER.value,)
