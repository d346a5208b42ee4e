"""What happens in the demo, told through the very actions that the screens use, so that the demo's records are as real as any other's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assurance import actions as assuring
from assurance.models import Assessment, Criterion
from assurance.queries import prompts_for
from borderops.demo.people_examined import traveller
from borderops.kit.clock import written_at
from examinations import actions as acts
from examinations.cash import Pieces
from examinations.instants import Instant
from examinations.models import Examination, Item, Kind, Particulars
from examinations.reference import notices_on
from organisation.models import Port, User
from organisation.policy import Actor
from organisation.scopes import acting_as
from organisation.standing import standing_of

MINUTE = timedelta(minutes=1)
SERVED = {"language": "English", "read_over": "OFFICER", "copy": "GIVEN", "signature": "SIGNED"}


@dataclass(slots=True)
class Story:
    """One examination as it goes on. Every method is a moment `minutes` after the first question, done by one person."""

    port: Port
    officer: User
    began: datetime
    chance: Random
    examination: Examination | None = None
    person: dict[str, Any] = field(default_factory=dict)  # the particulars of a made-up person, once there is one

    @property
    def it(self) -> Examination:
        assert self.examination is not None
        self.examination.refresh_from_db()
        return self.examination

    def moment(self, minutes: float) -> datetime:
        return self.began.astimezone(UTC) + minutes * MINUTE  # elapsed time: a night on which the clocks change is as long as it is

    def pressed(self, minutes: float) -> Instant:
        at = self.moment(minutes)
        return Instant(at, at + timedelta(milliseconds=900), pressed_at=at)

    def _as(self, who: User, minutes: float, act: Callable[[Actor, datetime], Any]) -> Any:
        at = self.moment(minutes)
        actor = standing_of(who, at)
        with acting_as(actor), written_at(at):
            return act(actor, at)

    def begin(self, place: str = "", power: str = "TACT_S7") -> "Story":
        where = place or (self.port.places[0] if self.port.places else "")
        self.examination = self._as(
            self.officer,
            0,
            lambda by, _: acts.start_examination(port=self.port, power=power, place=where, by=by, when=self.pressed(0)),
        )
        return self

    def screen(self, place: str) -> "Story":
        """Somebody asked voluntary questions, and not examined so far."""
        self._as(self.officer, 0, lambda by, _: acts.start_screening(port=self.port, place=place, by=by, when=self.pressed(0)))
        return self

    def notice(self, minutes: float = 2, *, recorded: bool = True) -> "Story":
        """The camera, and the notice."""
        if recorded:
            reference = f"BWV {self.chance.randint(10_000, 99_999)}"
            self.fact(Kind.RECORDING_STARTED, min(minutes, 1) / 2, recording="BODY_WORN", reference=reference)
        else:
            self.fact(Kind.NOT_RECORDED, min(minutes, 1) / 2, words="Camera on charge")
        served = {**SERVED, "notice": self._notice("EXAMINATION")}
        return self.fact(Kind.NOTICE_SERVED, minutes, words="Notice served and read over; copy given.", **served)

    def _notice(self, key: str) -> str:
        return next((one.key for one in notices_on("TACT_S7", self.began) if one.terms["notice"] == key), "")

    def fact(self, kind: Kind, minutes: float, words: str = "", **detail: Any) -> "Story":
        """`detail`: what is known about it at once."""
        self._as(
            self.officer,
            minutes,
            lambda by, _: acts.record_event(examination=self.it, kind=kind, by=by, when=self.pressed(minutes), words=words, detail=detail),
        )
        return self

    def detain(self, minutes: float, *, raised: bool = True) -> "Story":
        """Detained, with the notice of it and the rights raised."""
        self._as(self.officer, minutes, lambda by, _: acts.detain(examination=self.it, by=by, when=self.pressed(minutes)))
        self.fact(Kind.RIGHTS_TOLD, minutes + 0.3, information="BOTH", language=SERVED["language"])
        self.fact(Kind.NOTICE_SERVED, minutes + 0.5, **{**SERVED, "notice": self._notice("DETENTION")})
        if raised:
            self.fact(Kind.SOLICITOR_DECLINED, minutes + 1).fact(Kind.NAMED_PERSON_DECLINED, minutes + 1.2)
            if self.traveller["nationality"] != "British":
                self.fact(Kind.CONSULATE_DECLINED, minutes + 1.4)
        return self

    @property
    def traveller(self) -> dict[str, Any]:
        """Who is examined: one made-up person for the whole story."""
        if not self.person:
            self.person = traveller(self.chance, by_sea=self.port.kind == Port.Kind.SEAPORT, day=self.began.date()).particulars
        return self.person

    def review(self, who: User, minutes: float, outcome: str = "AUTHORISED") -> "Story":
        goes_on = outcome == "AUTHORISED"
        details = acts.ReviewDetails(
            started_at=self.moment(minutes - 4),
            outcome=outcome,
            is_necessary=goes_on,
            manner="IN_PERSON",
            representations_offered_to="PERSON",
            representations="NONE",
            was_informed=True,
            place="Examination room",
            grounds="Questions about the payment for the journey remain; they can only be put while the person is here." if goes_on else "",
            rights_reminded=["NAMED_PERSON", "SOLICITOR"],
            was_made_in_presence=True,
        )
        self._as(who, minutes, lambda by, _: acts.record_review(examination=self.it, by=by, when=self.pressed(minutes), details=details))
        return self

    def delay(self, minutes: float, right: str, authoriser: User, *, because: str) -> "Story":
        """A superintendent's authority, given aloud over the telephone."""
        sought = acts.Sought(right, "ALERTING", because, authoriser)
        self._as(
            self.officer,
            minutes,
            lambda by, _: acts.record_authority(
                examination=self.it, sought=sought, is_oral=True, by=by, when=self.pressed(minutes), words="By telephone."
            ),
        )
        return self

    def keep(self, kind: str, minutes: float, description: str, ground: str = "EXAMINATION") -> Item:
        """A thing kept by one press, for examination unless another ground is named, and described."""
        kept: Item = self._as(
            self.officer,
            minutes,
            lambda by, _: acts.keep_item(
                examination=self.it,
                kind=kind,
                by=by,
                when=self.pressed(minutes),
                ground=ground,
                description=description,
                obtained="GIVEN",
                seal_number=f"A{self.chance.randint(1_000_000, 9_999_999)}",
            ),
        )
        return kept

    def device(self, minutes: float, description: str) -> "Story":
        """A device kept, its passcode demanded and given."""
        item = self.keep(Item.Kind.DEVICE, minutes, description)
        self._passcode(item, Kind.PASSCODE_DEMANDED, minutes + 1)
        self._passcode(item, Kind.PASSCODE_GIVEN, minutes + 2)
        return self

    def _passcode(self, item: Item, kind: Kind, minutes: float) -> None:
        when = self.pressed(minutes)
        self._as(self.officer, minutes, lambda by, _: acts.record_passcode(item=item, kind=kind, by=by, when=when))

    def copied(self, item: Item, minutes: float, reference: str, **more: Any) -> "Story":
        """A device copied by its officer. `more`: what else is stated of the copy."""
        details = acts.CopyDetails(method="File system", reference=reference, is_confidential=False, **more)
        self._as(self.officer, minutes, lambda by, _: acts.copy_device(item=item, by=by, when=self.pressed(minutes), details=details))
        return self

    def step(self, item: Item, minutes: float, act: str, **details: Any) -> "Story":
        """A step of the Commissioner's route of an item."""
        given = acts.StepDetails(**details)
        when = self.pressed(minutes)
        self._as(self.officer, minutes, lambda by, _: acts.record_step(item=item, act=act, by=by, when=when, details=given))
        return self

    def search(self, minutes: float, words: str) -> "Story":
        """The bags searched by the officer."""
        details = acts.SearchDetails(words=words)
        self._as(
            self.officer,
            minutes,
            lambda by, _: acts.record_search(
                examination=self.it, kind=Kind.BAGS_SEARCHED, by=by, when=self.pressed(minutes), details=details
            ),
        )
        return self

    def release(self, minutes: float) -> "Story":
        self.fact(Kind.COMPLAINT_INFORMATION_GIVEN, minutes - 0.5, information="BOTH")
        self._as(self.officer, minutes, lambda by, _: acts.release(examination=self.it, by=by, when=self.pressed(minutes)))
        return self

    def complete(self, minutes: float, **changes: Any) -> "Story":
        """Fill in the particulars of a made-up person; `changes` replaces or blanks some."""
        return self.fill(minutes, **self.traveller | changes)

    def fill(self, minutes: float, **fields: Any) -> "Story":
        """Fill in these particulars alone."""
        version = Particulars.objects.values_list("version", flat=True).get(examination=self.it)
        self._as(
            self.officer,
            minutes,
            lambda by, at: acts.update_particulars(examination=self.it, by=by, at=at, version=version, changes=fields),
        )
        return self

    def submit(self, minutes: float) -> "Story":
        self._as(self.officer, minutes, lambda by, at: acts.submit_examination(examination=self.it, by=by, at=at))
        return self

    def begin_goods(self, **details: Any) -> "Story":
        """The same, of freight that nobody came with."""
        self.examination = self._as(
            self.officer,
            0,
            lambda by, _: acts.start_goods(
                port=self.port, power="TACT_S7", place_kind="CARGO_AGENT", by=by, when=self.pressed(0), details=details
            ),
        )
        return self

    def seize_cash(self, second: User, minutes: float) -> "Story":
        """Cash seized, counted by the officer and a second one, and sealed."""
        details = {
            "place": "Search room",
            "grounds": "Bundles in vacuum bags beneath the lining of a case; no account of where they came from.",
            "explanation": "Says that it is for a family wedding and cannot say whose.",
            "receipt": "R-30118",
        }
        when = self.pressed(minutes)
        seizure = self._as(
            self.officer, minutes, lambda by, _: acts.seize_cash(examination=self.it, power="POCA", by=by, when=when, details=details)
        )
        pieces = [Pieces("GBP", Decimal(20), 412), Pieces("GBP", Decimal(50), 60), Pieces("EUR", Decimal(100), 25)]
        self._as(
            self.officer,
            minutes + 25,
            lambda by, _: acts.count_cash(
                seizure=seizure,
                by=by,
                when=self.pressed(minutes + 25),
                counters=(self.officer, second),
                pieces=pieces,
                sealed_bag="B0073314",
                worth_in_pounds=Decimal("13375.00"),
            ),
        )
        return self

    def end_goods(self, minutes: float) -> "Story":
        ended = Kind.GOODS_EXAMINATION_ENDED
        self._as(self.officer, minutes, lambda by, _: acts.record_event(examination=self.it, kind=ended, by=by, when=self.pressed(minutes)))
        return self

    def claim(self, who: User, minutes: float) -> Assessment:
        made: Assessment = self._as(who, minutes, lambda by, at: assuring.claim_examination(examination=self.it, by=by, at=at))
        return made

    def assure(self, who: User, minutes: float, *, learning: str = "", returned_for: dict[str, str] | None = None) -> "Story":
        """The whole of quality assurance, with the answers that the record deserves."""
        assessment = self.claim(who, minutes)

        def decide(by: Actor, at: datetime) -> None:
            answers = self.answers(assessment.examination, by, at)
            assuring.save_answers(assessment=assessment, by=by, version=assessment.version, answers=answers)
            is_red = assuring.result_of(assessment).colour == "RED"
            words = learning or ("Watch the time: ask for the reviewer earlier." if is_red else "")
            outcome = "RETURN" if returned_for else "ACCEPT_WITH_LEARNING" if words else "ACCEPT"
            points = [assuring.Learning(self.officer.pk, words)] if words and not returned_for else []
            said = "Please put right what is named below." if returned_for else ""
            assuring.decide_assessment(
                assessment=assessment, by=by, at=at, outcome=outcome, words=said, learning=points, fields=returned_for or {}
            )

        self._as(who, minutes + 20, decide)
        return self

    @staticmethod
    def answers(examination: Examination, by: Actor, at: datetime) -> dict[str, assuring.Given]:
        prompts = prompts_for(by, examination, at)
        found = {}
        for code in Criterion.objects.order_by("position").values_list("code", flat=True):
            if prompt := prompts.get(code):
                missed = any(sentence[:2] in {"C1", "C2", "C3", "C4", "R1", "R2"} for sentence in prompt)
                found[code] = assuring.Given("NOT_MET" if missed else "PARTLY", " ".join(prompt))
            elif code.startswith(("QA-D", "QA-E", "QA-F")):
                found[code] = assuring.Given("NOT_APPLICABLE", "None in this examination.")
            else:
                found[code] = assuring.Given("MET")
        return found
