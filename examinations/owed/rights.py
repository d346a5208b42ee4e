"""What is still owed of a person's rights and welfare, in plain words. Pure: what stands on the timeline in, sentences out; nothing that is
done adds to the list but the consequences named here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from borderops.kit.dates import spoken_time
from borderops.kit.localtime import london_date
from examinations.choices import SHORT_OF_POWER
from examinations.details import missing
from examinations.law.lists import Entry
from examinations.owed.notices import TELL, Said, notices_owed, told_owed
from examinations.owed.one import ACT, DETAILS, RIGHTS, Owed
from examinations.property.designations import Room
from examinations.reference import recording_at_station
from examinations.rights import exercised as rights
from examinations.rights.exercised import NAMED_PERSON, SOLICITOR, Fact, Person, Status
from examinations.rights.recording import Late, Unrecorded, is_without_recording, late_recording, unrecorded


@dataclass(frozen=True, slots=True)
class Wording:
    """How an authority is spoken of: what a superintendent is asked to do, the doing and the deed of it, what holds until they answer, what
    takes its place without them, and what the person is told the reason of, now and afterwards."""

    asked: str
    doing: str
    deed: str
    until_then: str
    instead: str
    why_now: str
    why_then: str


def _of_a_delay(right: str) -> Wording:
    return Wording(
        asked=f"delay {right}",
        doing=f"delaying {right}",
        deed=f"The delay of {right}",
        until_then="nothing is delayed",
        instead="let the right be exercised",
        why_now=f"{right} is delayed",
        why_then=f"{right} was delayed",
    )


SAID_OF = {
    "DELAY_NAMED_PERSON": _of_a_delay("having a named person informed"),
    "DELAY_SOLICITOR": _of_a_delay("consulting a solicitor"),
    "DIFFERENT_SOLICITOR": Wording(
        asked="direct a different solicitor",
        doing="directing a different solicitor",
        deed="The direction of a different solicitor",
        until_then="the person may consult the solicitor they asked for",
        instead="let the person consult the solicitor they asked for",
        why_now="they are to consult a different solicitor",
        why_then="a different solicitor was directed",
    ),
}
"""By what is authorised."""
CONSEQUENCES: dict[str, frozenset[str]] = {
    "FIRST_QUESTION": frozenset({"recording", "recording-late", "adult-reason", "station-recording"}),
    "QUESTION": frozenset({"recording", "recording-late", "adult-reason", "station-recording"}),
    "RECORDING_STARTED": frozenset({"recording-late"}),
    "DETAINED": frozenset({"notice", TELL, "named-person", "solicitor", "consulate", "solicitor-wait"}),
    "TRANSFERRED": frozenset({TELL, "named-person"}),
    "SOLICITOR_REQUESTED": frozenset({"solicitor-wait"}),
    "NAMED_PERSON_REQUESTED": frozenset({"named-person"}),
    "CONSULATE_REQUESTED": frozenset({"consulate"}),
    "INTERPRETER_CALLED": frozenset({"interpreter"}),
    "APPROPRIATE_ADULT_LEFT": frozenset({"adult"}),
    "BREAK": frozenset({"break"}),
    "DELAY_ENDED": frozenset({"named-person", "solicitor"}),
    "RELEASED": frozenset({"complaint", "recording"}),
    "ARRESTED": frozenset({"complaint", "recording"}),
}
"""What a fact of each kind may add to what is owed, by code, besides its own details."""


@dataclass(frozen=True, slots=True)
class Authorised:
    """A superintendent's authority as far as it is known. `rank` is that of whoever gave it, `authoriser` their key; no `event`: it has
    only been asked for."""

    what: str
    state: str
    manner: str
    rank: int
    event: str = ""
    is_told: bool = False
    authoriser: str = ""

    @property
    def is_high_enough(self) -> bool:
        return self.rank >= rights.SUPERINTENDENT


@dataclass(frozen=True, slots=True)
class Treated:
    """Everything on record about how a person was treated. `began_in`: the room in which the examination began."""

    power: str
    facts: Sequence[Fact]
    person: Person = field(default_factory=Person)
    authorities: Sequence[Authorised] = ()
    is_ended: bool = False
    began_in: Room = field(default_factory=lambda: Room(""))

    @property
    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.facts]

    @property
    def is_detained(self) -> bool:
        return "DETAINED" in self.kinds


def rights_owed(held: Treated) -> Iterator[Owed]:
    """Everything owed of rights and welfare, what cannot wait first."""
    for sentence in told_owed(held.power, held.facts):
        yield Owed(RIGHTS, sentence, ACT, not held.is_ended, code=TELL)
    for code, sentence, is_urgent in _sentences(held):
        yield Owed(RIGHTS, sentence, RIGHTS, is_urgent, code)
    late = late_recording(held.facts)
    if late is not None and not late.why:
        yield Owed(RIGHTS, f"{late_said(late)} Say why.", DETAILS, code="recording-late", event=late.recording.id)
    yield from _details(held)


def _sentences(held: Treated) -> Said:
    yield from notices_owed(held.facts)
    yield from _adult(held)
    yield from _solicitor(held)
    yield from _named_person(held)
    yield from _authorities(held)
    yield from _consulate(held)
    yield from _interpreter(held)
    yield from _recording(held)
    yield from _welfare(held)


def _adult(held: Treated) -> Said:
    for question in rights.questions_without_adult(held.facts, held.person):
        if not question.given.get("without_adult_reason"):
            asked = f"A question was asked at {spoken_time(question.at)} without an appropriate adult"
            yield "adult-reason", f"{asked}: say why it could not wait (rule not verified).", False
    if held.is_ended or not held.facts:
        return
    reason = held.person.adult_reason(london_date(held.facts[-1].at))
    if reason and not rights.is_adult_here(held.facts, held.facts[-1].at):
        called = "APPROPRIATE_ADULT_CALLED" in held.kinds
        doing = "is called and not here yet" if called else "is needed: call one"
        until = "No questions until then, unless waiting would prejudice (rule not verified)."
        yield "adult", f"An appropriate adult {doing}, because {reason}. {until}", True


def _solicitor(held: Treated) -> Said:
    state = rights.right(SOLICITOR, held.facts)
    if not held.is_detained:
        return
    if state.status is Status.OPEN and state.delay is None:
        yield "solicitor", "It is not recorded whether the person wants a solicitor.", False
    elif state.status is Status.ASKED and not held.is_ended:
        sentence = "A solicitor has been asked for and not yet consulted: no questions until then, unless waiting would prejudice."
        withdrawing = (
            " If the person no longer wants one, record that the request is withdrawn." if rights.declined_idly(held.facts) else ""
        )
        yield "solicitor-wait", sentence + withdrawing, True


def _named_person(held: Treated) -> Said:
    if not held.is_detained:
        return
    state = rights.right(NAMED_PERSON, held.facts)
    if state.delay is not None:
        return
    where = " at this place" if rights.moved_at(held.facts) else ""
    if state.status is Status.OPEN:
        yield "named-person", f"It is not recorded whether the person wants somebody told that they are detained{where}.", False
    elif state.status is Status.ASKED:
        yield "named-person", "Somebody was to be told of the detention and is not recorded as told.", False


def _authorities(held: Treated) -> Said:
    standing = {fact.id for fact in (*rights.delays(held.facts), *rights.directions(held.facts))}
    for each in held.authorities:
        said = SAID_OF[each.what]
        if not each.event:
            if each.state == "WAITING":
                yield "authority", f"A superintendent has been asked to {said.asked}. Until they answer, {said.until_then}.", False
            continue
        stands = each.event in standing
        if each.state == "REFUSED":
            yield "authority", f"The authority for {said.doing} is denied by the officer who is said to have given it.", True
        elif not each.is_high_enough:
            if stands:
                yield "authority", f"{said.deed} lacks a superintendent's authority: obtain it, or {said.instead}.", True
        elif each.state == "WAITING" and each.manner == "ORAL":
            yield "authority", f"The authority for {said.doing} was given aloud and is not yet confirmed in writing.", False
        if not each.is_told and not held.is_ended and stands:
            yield "told", f"Tell the person why {said.why_now}.", False


def _consulate(held: Treated) -> Said:
    if not held.is_detained or not held.person.is_foreign:
        return
    state = rights.right("CONSULATE", held.facts)
    if state.status is Status.OPEN:
        yield (
            "consulate",
            "Ask whether the person wants their consulate or high commission told. A treaty may ask for it in any case, but of whoever has "
            "claimed asylum only with their consent (not verified).",
            False,
        )
    elif state.status is Status.ASKED and not rights.lacks_asylum_consent(held.facts):
        yield "consulate", "The consulate was to be told and is not recorded as told.", False


def _interpreter(held: Treated) -> Said:
    about = [kind for kind in held.kinds if kind.startswith("INTERPRETER_")]
    if about and about[-1] == "INTERPRETER_CALLED":
        yield "interpreter", "An interpreter was called and is not recorded as ready.", False


def _recording(held: Treated) -> Said:
    if "NOT_RECORDED" not in held.kinds and is_without_recording(held.facts):
        yield "recording", "Start a recording, or say why there is none.", False
    for sentence in dict.fromkeys(recording_missed(held, each) for each in unrecorded_of(held) if each.reason is None):
        yield "station-recording", sentence, not held.is_ended


def late_said(late: Late) -> str:
    """When the recording began and when the first question was put."""
    return f"The recording began at {spoken_time(late.recording.at)}, after the first question at {spoken_time(late.question.at)}."


def is_authoriser_untold(held: Treated, review: Mapping[str, Any]) -> bool:
    """Whether a review found that the reasons for a delay no longer hold and does not say when whoever authorised it was told. A review
    officer who authorised it themselves has nobody to tell (TACT Sch 8 para 20M; CTBSA Sch 3 para 54). `review`: by the names of its
    fields."""
    if review.get("delay_reasons_hold") is not False or review.get("authoriser_told_at") is not None:
        return False
    known = rights.known_by(held.facts, review["decided_at"])
    # One that was ended by the decision, or at its instant, stands no longer and was looked at all the same.
    delayed = {fact.id for fact in rights.delays(known) or [fact for fact in known if fact.kind == "RIGHT_DELAYED"]}
    return {each.authoriser for each in held.authorities if each.event in delayed} != {str(review["reviewer"])}


def unrecorded_of(held: Treated) -> list[Unrecorded]:
    """Where questions had to be recorded and were not."""
    return unrecorded(held.power, held.facts, _recording_rule(held).terms["kinds"], held.began_in)


def recording_missed(held: Treated, each: Unrecorded) -> str:
    """The rule, why it holds in a room of the port, and that no recording ran."""
    rule = _recording_rule(held)
    sure = "" if each.is_verified else ", as far as is known (not verified)"
    place = f"{each.room} counts as a police station under {SHORT_OF_POWER[held.power]}{sure}. " if each.room else ""
    return f"{place}{rule.words} None was running ({rule.authority})."


def _recording_rule(held: Treated) -> Entry:
    return recording_at_station(held.power, min((fact.at for fact in held.facts), default=None))


def _welfare(held: Treated) -> Said:
    about = [kind for kind in held.kinds if kind in {"BREAK", "BREAK_ENDED"}]
    if about and about[-1] == "BREAK":
        yield "break", "The break has no end yet.", False
    if held.is_ended and "COMPLAINT_INFORMATION_GIVEN" not in held.kinds:
        yield "complaint", "It is not recorded that the person was told how to complain (rule not verified).", False


def _details(held: Treated) -> Iterator[Owed]:
    for fact in held.facts:
        names = [asked.said_missing for asked in missing(fact.kind, fact.given, fact.words)]
        if names:
            more = f" and {len(names) - 2} more" if len(names) > 2 else ""
            sentence = f"{fact.label or fact.kind}, {spoken_time(fact.at)}: {', '.join(names[:2])}{more}"
            yield Owed(RIGHTS, sentence, DETAILS, code="details", event=fact.id)
