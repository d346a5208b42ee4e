"""The record on paper: a frozen version's plain values put into words for a document that leaves the service. Officers appear by rank and
number, never by name; what is not to be disclosed is left out here, before any template sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from borderops.kit.dates import spoken
from examinations.choices import APPREHENDED_AS, ARREST_POWERS, RIGHTS
from examinations.counting import lasted
from examinations.details import said as details_said
from examinations.faces import pressed_and_received
from examinations.fields import LABELS
from examinations.models import Authority, Kind, Review
from examinations.models.examination import Power
from examinations.outsiders import outsider_said
from examinations.papers.standing import answers_in, standing_rows
from examinations.property.things import about_property, label_of
from examinations.reference import TERRORIST_CASH, codes_said, ground_named
from examinations.rights.treatment import HEADINGS, Heading
from examinations.wording import SECTIONS, written
from organisation.ranks import Rank, acting_words

WITHHELD = frozenset({"selection_reason_sensitive", "intelligence_reference"})
INSTANTS = frozenset({"screening_from", "screening_until"})
OFFERED_TO = {**dict(Review._meta.get_field("representations_offered_to").flatchoices), "BOTH": "The person and their solicitor"}


def instant(value: str | None) -> datetime | None:
    return parse_datetime(value) if value else None


def said(value: str | None) -> str:
    """An instant in full: paper is read on another day."""
    at = instant(value)
    return spoken(at, seconds=True) if at else ""


def number(officer: str | None, rank: str = "") -> str:
    if not officer:
        return ""
    return f"{Rank[rank].short} {officer}" if rank else officer


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its rows of label and value. Empty values are printed as not recorded."""

    title: str
    rows: tuple[tuple[str, str], ...]
    addenda: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline."""

    at: str
    title: str
    by: str
    words: str
    notes: tuple[str, ...]
    is_struck: bool


def opening(content: Mapping[str, Any]) -> Part:
    """Where, when and under what power."""
    rows = (
        ("Reference", content["reference"]),
        ("Power", dict(Power.choices).get(content["power"], content["power"])),
        *codes_said(content["power"], _begun(content), with_terrorist_cash=_has_terrorist_cash(content)),
        ("Port", content["port"]),
        ("Place", content["place"]),
        *_beginning(content),
        ("Ended", said(content["ended_at"])),
        *_length(content),
        ("Entered afterwards", "Yes" if content["is_late_entry"] else "No"),
        ("Examining officers", _officers(each for each in content["examiners"] if not each.get("completes"))),
        *_completers(content),
    )
    return Part("The examination", rows)


def _officers(examiners: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(number(each["officer"], each["rank"]) for each in examiners)


def _completers(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Whoever wrote the record up without having examined; versions frozen before there were any do not say so of anybody."""
    if completed := [each for each in content["examiners"] if each.get("completes")]:
        yield "Completed by, without having examined", _officers(completed)


def _has_terrorist_cash(content: Mapping[str, Any]) -> bool:
    """Whether a seizure under the Act of 2001 stands on the timeline."""
    return any(event["detail"].get("cash_power") == TERRORIST_CASH for event in standing_rows(content["events"]))


def _length(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if took := lasted(instant(content["first_questioned_at"]), instant(content["ended_at"])):
        yield "Lasted", took


def _beginning(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Nobody is questioned or detained where goods are examined; a record that follows another says which."""
    if content.get("goods"):
        yield "Goods examined", said(content["started_at"])
        return
    yield "First question", said(content["first_questioned_at"])
    yield "Detained", said(content["detained_at"])
    for reference in content.get("linked", ()):
        yield "Follows the examination", reference


def _value(name: str, value: Any, content: Mapping[str, Any]) -> str:
    if name in INSTANTS:
        return said(value)
    if name == "born_on" and value:
        value = parse_date(value)
    return written(name, value, content["power"], _begun(content))


def _begun(content: Mapping[str, Any]) -> datetime:
    """When the record began, as it was frozen."""
    return datetime.fromisoformat(content["started_at"])


def particulars(content: Mapping[str, Any]) -> list[Part]:
    """Every part of the form but what is withheld, with what was added since beneath it."""
    given = content["particulars"]
    parts = []
    for section in SECTIONS:
        names = [name for name in section.names if name not in WITHHELD]
        rows = tuple((LABELS[name], _value(name, given.get(name), content)) for name in names)
        parts.append(Part(section.title, rows, tuple(_addenda(content, names))))
    return parts


def _addenda(content: Mapping[str, Any], names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for each in content["addenda"]:
        if each["field"] in names:
            yield addendum_said(each)


def addendum_said(each: Mapping[str, Any]) -> tuple[str, str]:
    heading = f"Added to “{LABELS[each['field']]}” by {number(each['added_by'])} at {said(each['added_at'])} ({each['reason']})"
    return heading, each["addition"]


def other_addenda(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Additions to what is no field of the form, such as the timeline."""
    in_parts = {name for section in SECTIONS for name in section.names}
    return [addendum_said(each) for each in content["addenda"] if each["field"] not in in_parts | WITHHELD]


def timeline(content: Mapping[str, Any]) -> list[Entry]:
    """Oldest first. A corrected entry is struck; one that only takes another back is told at the one that it takes back."""
    events = content["events"]
    answers = {each["supersedes"]: each for each in events if each["supersedes"]}
    return [_entry(each, content, answers.get(each["id"])) for each in events if not each["is_withdrawn"]]


def _entry(event: Mapping[str, Any], content: Mapping[str, Any], answer: Mapping[str, Any] | None) -> Entry:
    notes = []
    if event["late_reason"]:
        notes.append(f"Entered afterwards, at {said(event['received_at'])}: {event['late_reason']}")
    if pressed := press_said(event):
        notes.append(pressed)
    if event["entered_by"] != event["officer"]:
        notes.append(f"Entered by {number(event['entered_by'])}")
    if answer is not None:
        word = "Taken back" if answer["is_withdrawn"] else "Corrected"
        notes.append(f"{word} by {number(answer['entered_by'])} at {said(answer['received_at'])}: {answer['superseding_reason']}")
    return Entry(
        at=said(event["at"]),
        title=event_title(event, content),
        by=number(event["officer"], event["officer_rank"]) or outsider_said(event["detail"]),
        words=event["words"],
        notes=tuple(notes),
        is_struck=answer is not None,
    )


def press_said(event: Mapping[str, Any]) -> str:
    """Both instants of an entry whose press and receipt stand more than five seconds apart; nothing for any other."""
    received_at = instant(event["received_at"])
    return pressed_and_received(instant(event.get("pressed_at")), received_at) if received_at else ""


def event_title(event: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    detail = event["detail"]
    label = label_of(event["kind"], detail, str(dict(Kind.choices).get(event["kind"], event["kind"])))
    extra = (
        ARREST_POWERS.get(detail.get("arrest_power", ""), "")
        or APPREHENDED_AS.get(detail.get("apprehension", ""), "")
        or dict(Review.Outcome.choices).get(detail.get("outcome", ""), "")
        or about_property(event["kind"], detail, content["power"], _begun(content))
    )
    return f"{label}: {extra}" if extra else label


def treatment(content: Mapping[str, Any]) -> list[Part]:
    """Rights and welfare under their headings: each fact that stands, with what was filled in about it."""
    struck = {each["supersedes"] for each in content["events"] if each["supersedes"]}
    stand = [each for each in content["events"] if not each["is_withdrawn"] and each["id"] not in struck]
    found = [Part(heading.title, tuple(_treated(each, content) for each in stand if _stands_under(heading, each))) for heading in HEADINGS]
    return [part for part in found if part.rows]


def _stands_under(heading: Heading, event: Mapping[str, Any]) -> bool:
    return heading.holds(event["kind"], _details_of(event))


def _details_of(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    return details_said(event["kind"], {**event["detail"], **event.get("given", {})})


def _treated(event: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[str, str]:
    details = [f"{label}{'' if label.endswith('?') else ':'} {value}" for label, value in _details_of(event)]
    words = [event["words"]] if event["words"] else []
    return f"{event_title(event, content)}, {said(event['at'])}", "\n".join(
        [*words, *details, f"By {number(event['officer'], event['officer_rank'])}"]
    )


def authorities(content: Mapping[str, Any]) -> list[Part]:
    """Each authority for delaying a right or directing another solicitor, with what became of it."""
    return [_authority(each, content) for each in content.get("authorities", ())]


def _authority(each: Mapping[str, Any], content: Mapping[str, Any]) -> Part:
    ground = ground_named(content["power"], each["ground"], _begun(content))
    rows = (
        ("Authorised by", number(each["authoriser"], each["authoriser_rank"])),
        ("How", str(Authority.Manner(each["manner"]).label)),
        ("Ground", f"{ground.words} ({ground.cited})" if ground else each["ground"]),
        ("Reason", each["reason"]),
        ("Entered", f"{said(each['entered_at'])} by {number(each['entered_by'])}"),
        ("State", str(Authority.State(each["state"]).label)),
        ("Answered", said(each["answered_at"])),
        ("Answer", each["answer"]),
        ("Person told, with the reason", said(each["told_at"]) or each["not_told_reason"]),
    )
    return Part(str(Authority.What(each["what"]).label), rows)


def review_parts(content: Mapping[str, Any]) -> list[Part]:
    """Each review with every field that the law asks to be recorded; one that was corrected or taken back as it read before."""
    answers = answers_in(content["events"])
    return [Part(_review_title(each, answers.get(each["event"])), tuple(_review_rows(each))) for each in content["reviews"]]


def _review_title(review: Mapping[str, Any], answer: Mapping[str, Any] | None) -> str:
    title = f"Review {review['sequence']}"
    if answer is None:
        return title
    return f"{title}, taken back" if answer["is_withdrawn"] else f"{title}, as it read before it was corrected"


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"


def _review_rows(review: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "Review officer", number(review["reviewer"], review["reviewer_rank"])
    if acting := acting_words(review["reviewer_rank"], review.get("reviewer_rank_authority", "")):
        yield "Rank of the review officer", acting
    yield "Due", said(review["due_at"])
    yield "Started", said(review["started_at"])
    yield "Decided", said(review["decided_at"])
    yield "Carried out", str(dict(Review.Manner.choices).get(review["manner"], review["manner"]))
    if review["remote_reason"]:
        yield "Why not in person", review["remote_reason"]
    yield "Opportunity for representations offered to", str(OFFERED_TO.get(review["representations_offered_to"], ""))
    yield "Representations", str(dict(Review.Representations.choices).get(review["representations"], ""))
    if review["representations_text"]:
        yield "What was said", review["representations_text"]
    yield "Decision", str(dict(Review.Outcome.choices)[review["outcome"]])
    yield "Satisfied that detention is necessary to exercise the power to question", _yes_no(review["is_necessary"])
    if review["grounds"]:
        yield "Grounds", review["grounds"]
    if review["rights_reminded"]:
        yield "Reminded of rights not yet exercised", "; ".join(RIGHTS.get(each, each) for each in review["rights_reminded"])
    if review["delayed_rights_conclusion"]:
        yield "Conclusion on delayed rights", review["delayed_rights_conclusion"]
        yield "Reasons for the delay still hold", _yes_no(review.get("delay_reasons_hold"))
        yield "Authorising officer told", said(review["authoriser_told_at"])
    yield "Person told of the decision", _yes_no(review["was_informed"])
    if review["not_informed_reason"]:
        yield "Why not told", str(dict(Review.NotInformed.choices).get(review["not_informed_reason"], ""))
    yield "Record made in the person's presence", _yes_no(review["was_made_in_presence"])
    yield "Interpreter present", _yes_no(review["interpreter_present"])
    yield "Appropriate adult present", _yes_no(review["appropriate_adult_present"])
