"""One detention in which nearly everything happened that a document can tell of: two languages, a late review, a strip search, a device
with copies, cash in two currencies, prints, a delay that was authorised, breaches with explanations, and additions afterwards."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from examinations import actions
from examinations.actions import BiometricDetails, CopyDetails, Holder, SearchDetails, Sought
from examinations.actions.cash import Instrument
from examinations.cash import Pieces
from examinations.models import CashInstrument, CashStep, Item, Kind, Power
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed
from tests.kit import sample_files as sample

LENGTH = 400  # minutes, from the first question to the last addition
PERSON = {
    "family_name": "Vasquez-Oyelaran",
    "given_names": "Ignatius Temitope",
    "born_on": date(1988, 2, 29),
    "sex": "MALE",
    "nationality": "French",
    "document_number": "ZZ1234567",
    "address": "14 Example Street\nNowhereton\nZZ1 1ZZ",
    "ethnicity_stated": "M2",
    "ethnicity_observed": "3",
    "is_vulnerable": False,
}
JOURNEY = {
    "direction": "INBOUND",
    "premises": "PORT",
    "carrier": "Fictional Air",
    "service_number": "FA 101",
    "origin": "Lyon",
    "destination": "Norwich",
    "considerations": ["behaviour", "means_of_travel_docs", "local_trends_patterns"],
    "selection_reason": "Two passports at the desk, in two names.\nThe ticket was paid for in cash an hour before departure.",
    "selection_reason_sensitive": "WITHHELDCANARY",
    "is_intelligence_led": False,
    "outcome": ["CASH", "INTELLIGENCE"],
    "account": "Asked about the journey, the two passports and the money.\n\nSaid that a cousin had lent him the second passport.",
}


MEN = {"searcher_sex": "MALE", "person_sex": "MALE"}
THINGS = (
    (Item.Kind.DEVICE, "Telephone, black, cracked glass", "S 0001", "FOUND"),
    (Item.Kind.DOCUMENT, "Passport in the name of another person", "S 0002", "GIVEN"),
    (Item.Kind.OTHER, "Notebook with squared paper, eleven pages written", "", "FOUND"),
)
SEIZED = {
    "place": "The lining of the suitcase",
    "grounds": "SUSPICIONCANARY: the sum, and that it was hidden.",
    "explanation": "Said that it was for a car.",
    "sealed_bag": "C 1001",
    "receipt": "R 55",
}
COUNTED = (
    *(("GBP", worth, many) for worth, many in (("50", 20), ("20", 412), ("10", 7), ("0.50", 3))),
    *(("EUR", worth, many) for worth, many in (("500", 4), ("100", 131), ("5", 2))),
)


class Story:
    """The scene with the words of this story."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cast = scene.cast
        self.later = 0.0  # minutes by which everything is put off

    def do(self, act: Any, /, **values: Any) -> Any:
        return self.scene.do("pc.stansted", act, **values)

    def fact(self, kind: str, number: float, **given: Any) -> Any:
        """A fact, with what is filled in about it afterwards."""
        event = self.scene.record(kind, number + self.later, words=given.pop("words", ""), detail=given.pop("detail", None))
        if given:
            self.do(actions.describe_fact, event=event, given=given, version=0, at=self.scene.minute(number + self.later))
        return event

    def search(self, kind: str, number: float, **details: Any) -> None:
        given = {"examination": self.scene.examination, "kind": kind, "when": self.when(number), "details": SearchDetails(**details)}
        self.do(actions.record_search, **given)

    def when(self, number: float) -> Any:
        return pressed(self.scene.minute(number + self.later))


def whole_story(cast: Cast, **particulars: Any) -> Scene:
    """The whole record, submitted and then added to. Its first question was `LENGTH` minutes before the instant of the cast."""
    story = begun_story(cast)
    phone, passport, notebook = _kept(story)
    story.scene.review(84)  # four minutes late
    _treated(story)
    _copied_and_counted(story, phone)
    _until_released(story, phone, passport, notebook)
    _written_up(story, particulars)
    return story.scene


def more_of_everything(story: Story) -> None:
    """Things kept and copied, prints, cash counted and assessed, and what was done for the person: each time an hour and three quarters
    after the last."""
    phone, _, _ = _kept(story)
    _treated(story)
    _copied_and_counted(story, phone)
    story.fact(Kind.NOTICE_SERVED, 166, notice="DETENTION/code of 2025", language="French", copy="GIVEN")
    story.later += 105


def begun_story(cast: Cast) -> Story:
    """The same detention while it goes on, before anything of that."""
    cast.at -= timedelta(minutes=LENGTH)
    story = Story(begin(cast, power=Power.TACT_S7))
    _until_detained(story)
    _until_the_first_review(story)
    return story


def _until_detained(story: Story) -> None:
    served = {"language": "French", "copy": "GIVEN"}
    story.fact(Kind.NOTICE_SERVED, 2, notice="EXAMINATION/local 1", read_over="OFFICER", **served)
    story.fact(Kind.INTERPRETER_CALLED, 5, language="French", provider="Fictional Interpreters 77")
    story.search(Kind.BAGS_SEARCHED, 8, words="One cabin bag and one suitcase.")
    story.search(Kind.PERSON_SEARCHED, 12, **MEN)
    story.scene.detain(20)
    story.fact(Kind.RIGHTS_TOLD, 21, information="SPOKEN", language="English")
    story.fact(Kind.INTERPRETER_ARRIVED, 25, language="French", provider="Fictional Interpreters 77", mode="TELEPHONE")
    story.fact(Kind.NOTICE_SERVED, 26, notice="DETENTION/code of 2025", read_over="INTERPRETER", signature="REFUSED", **served)


def _until_the_first_review(story: Story) -> None:
    story.fact(Kind.RECORDING_STARTED, 27, recording="BODY_WORN", reference="BWV 00912", why_late="The first camera had no charge left.")
    story.fact(Kind.SOLICITOR_REQUESTED, 28, firm="Any, the duty solicitor")
    story.fact(Kind.NAMED_PERSON_REQUESTED, 29, who="Marguerite Oyelaran, mother", contact="01632 960111")
    sought = Sought("DELAY_NAMED_PERSON", "ALERTING", "The mother may be with somebody not yet arrested.", story.cast["supt.oncall"])
    asked = {"examination": story.scene.examination, "sought": sought, "is_oral": True, "when": story.when(35)}
    story.do(actions.tell_person, authority=story.do(actions.record_authority, **asked), at=story.scene.minute(37))
    consulted = {"mode": "TELEPHONE", "not_in_person_reason": "Two hours' travel.", "in_private": "YES", "firm": "Fictional & Co"}
    story.fact(Kind.SOLICITOR_CONSULTED, 50, **consulted)
    story.search(Kind.STRIP_SEARCH, 60, **MEN, grounds="A hard object felt under the shirt.", authorised_by=story.cast["insp.region"])


def _kept(story: Story) -> list[Item]:
    kept = [
        story.do(
            actions.keep_item,
            examination=story.scene.examination,
            kind=kind,
            when=story.when(62 + place),
            description=described,
            seal_number=seal,
            obtained=obtained,
            receipt_given_at=story.scene.minute(66 + story.later),
        )
        for place, (kind, described, seal, obtained) in enumerate(THINGS)
    ]
    for kind, number in ((Kind.PASSCODE_DEMANDED, 72), (Kind.PASSCODE_GIVEN, 73)):
        story.do(actions.record_passcode, item=kept[0], kind=kind, when=story.when(number))
    return kept


def _treated(story: Story) -> None:
    story.fact(Kind.REFRESHMENTS, 95, refreshment="FOOD")
    story.fact(Kind.MEDICAL, 100, by_whom="A paramedic of the airport", what="Blood pressure taken. Nothing given.")
    story.fact(Kind.COMPLAINT_INFORMATION_GIVEN, 101, information="BOTH", complains="NO")
    for number, what, basis in ((110, "FINGERPRINTS", "CONSENT"), (112, "NON_INTIMATE_SAMPLE", "NONE")):
        details = BiometricDetails(what=what, basis=basis, reason="As explained.", was_told_of_use=True, place_kind="ROOM", place="Gate 12")
        story.do(actions.take_biometrics, examination=story.scene.examination, when=story.when(number), details=details)


def _copied_and_counted(story: Story, phone: Item) -> None:
    record = story.scene.examination
    seizure = story.do(actions.seize_cash, examination=record, power="ATCSA", when=story.when(130), details=SEIZED)
    for number in (140, 150):
        story.do(
            actions.copy_device, item=phone, when=story.when(number), details=CopyDetails(method="Logical", reference=f"COPY {number}")
        )
    story.do(
        actions.count_cash,
        seizure=seizure,
        counters=(story.cast["pc.stansted"], story.cast["sgt.stansted"]),
        pieces=[Pieces(code, Decimal(worth), many) for code, worth, many in COUNTED],
        instruments=[Instrument(CashInstrument.Kind.CHEQUE, "000417", "EUR", Decimal("1250.00"))],
        when=story.when(160),
        sealed_bag="C 1002",
        words="Counted on camera.",
    )
    story.do(actions.take_cash_step, seizure=seizure, kind=CashStep.Kind.ASSESSED, when=story.when(165), grounds_continue=True)
    story.do(actions.take_cash_step, seizure=seizure, kind=CashStep.Kind.APPLIED, when=story.when(166), court="Fictional Magistrates")


def _until_released(story: Story, phone: Item, passport: Item, notebook: Item) -> None:
    scene = story.scene
    made = {"representations": "MADE", "representations_text": "Said that he had missed his connection.\nAsked to be let go."}
    scene.review(170, "insp.region", **made)
    wrong = scene.record(Kind.NOTE, 171, words="Another person's note")
    story.do(actions.withdraw_event, event=wrong, at=scene.minute(172), reason="Belongs to the next record")
    scene.record(Kind.NOTE, 173, words="Asked for the flight list. " * 12)
    story.do(actions.keep_on_ground, item=passport, ground="EVIDENCE", reason="May be false.", when=story.when(180))
    moved = {"holder": Holder(other="Store 2"), "place": "Stansted property store", "seal_number": "S 0009", "reason": "To be kept dry."}
    story.do(actions.move_item, item=phone, when=story.when(185), **moved)
    story.do(actions.return_item, item=notebook, returned_to="The person", signature="SIGNED", when=story.when(190))
    scene.review(325, outcome="RELEASE", is_necessary=False, rights_reminded=[])  # half an hour late
    scene.release(330)


def _written_up(story: Story, particulars: dict[str, Any]) -> None:
    scene, record = story.scene, story.scene.examination
    changes = {**PERSON, **JOURNEY, **particulars}
    story.do(actions.update_particulars, examination=record, at=scene.minute(335), version=1, changes=changes)
    explained = {
        "rule": "C3",
        "due_at": scene.minute(80),
        "words": "The review officer was at the other terminal.",
        "at": scene.minute(340),
    }
    story.do(actions.explain_breach, examination=record, **explained)
    attached = {"name": "case.jpg", "content": sample.picture(), "words": "The lining", "at": scene.minute(341)}
    story.do(actions.attach_file, examination=record, **attached)
    scene.submit(345)
    for field, addition in (("selection_reason", "The desk officer's number was 4811."), ("timeline", "The lift was out of order.")):
        added = {"field": field, "addition": addition, "reason": "Learnt afterwards", "at": scene.minute(350)}
        story.do(actions.add_addendum, examination=record, **added)
