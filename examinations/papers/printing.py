"""What the documents of a submitted record are made of: the words for its pages, and for a disclosure pack also the attachments, who has
seen it, and the record as a machine reads it. What is not to be disclosed is left out here."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string

from audit.models import Reading
from borderops.kit.dates import spoken
from borderops.kit.typesetting import Enclosure
from examinations.models import Examination, Pack, SubmittedVersion
from examinations.papers import clocks as paper_clocks
from examinations.papers import property as paper_property
from examinations.papers import record as paper
from examinations.papers.cash import cash_parts, goods_parts
from examinations.papers.direction import all_ended
from examinations.papers.frozen import attachments_of
from examinations.papers.notice_words import not_english
from examinations.papers.screening import screening_parts
from examinations.papers.since_words import Since, since_submission
from examinations.queries.rights import SPOKEN

RECORD, PACK = "examinations/print/record.html", "examinations/print/pack.html"
PACK_VARIANT = "pdf/a-3a"  # tagged; that it conforms is not claimed, since no validator has said so
ENCLOSURE = "record.json"
FORMAT = "borderops disclosure pack, version 1"
MOST_READINGS = 5000
LOOKS = {
    "examination.view": "Record",
    "examination.disclose": "Documents",
    "examination.readers": "Who has seen it",
    "examination.review": "Review",
    "examination.submit": "Submission",
    "examination.complete": "Particulars or acts",
    "assessment.view": "Quality assurance",
    "paper.print": "Notice or receipt printed",
    "attachment.download": "Download of an attachment",
    "disclosure.download": "Download of a document",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw the record, or took a file of it. `what` is the page in words."""

    at: str
    by: str
    what: str


def paper_context() -> dict[str, Any]:
    """What the frame of every document is given."""
    return {"marking": settings.PROTECTIVE_MARKING, "demo": settings.DEMO, "service_name": settings.SERVICE_NAME}


def record_context(
    version: SubmittedVersion, *, recipients: Sequence[str], purpose: str, by: str, at: datetime, since: Since | None = None
) -> dict[str, Any]:
    """One frozen version in words, as it is disclosed to these recipients, and what has come onto the record since, until `at`. `by` is the
    officer's number."""
    content = all_ended(version.content)
    return {
        **paper_context(),
        "reference": content["reference"],
        "version": version,
        "submitted_at": spoken(version.submitted_at, seconds=True),
        "submitted_by": version.submitted_by.collar_number,
        "copy": _copy(recipients, purpose, by, at),
        "untranslated": not_english(language_spoken(content)),
        "opening": paper.opening(content),
        "parts": goods_parts(content) or [*paper.particulars(content), *screening_parts(content)],
        "timeline": paper.timeline(content),
        "treatment": paper.treatment(content),
        "authorities": paper.authorities(content),
        "reviews": [*paper.review_parts(content), *cash_parts(content)],
        "clocks": paper_clocks.clock_rows(content),
        "breaches": paper_clocks.breaches(content),
        "warnings": paper_clocks.warnings(content),
        "property_parts": paper_property.parts(content),
        "other_addenda": paper.other_addenda(content),
        "attachments": content.get("attachments", []),
        "since": since or since_submission(version, at),
    }


def _copy(recipients: Sequence[str], purpose: str, by: str, at: datetime) -> paper.Part:
    """To whom this copy goes, and what for."""
    rows = (("Disclosed to", "\n".join(recipients)), ("Purpose", purpose), ("Disclosed", f"{spoken(at, seconds=True)} by {by}"))
    return paper.Part("This copy", rows)


def language_spoken(content: Mapping[str, Any]) -> str:
    """The language that was last used with the person, as the frozen timeline says; empty when it does not."""
    told = ({**event["detail"], **event.get("given", {})} for event in content["events"] if event["kind"] in SPOKEN)
    used = [str(given["language"]) for given in told if given.get("language")]
    return used[-1] if used else ""


def looks_at(examination: Examination, until: datetime) -> Iterator[Reading]:
    """Every reading of the record, of its attachments and of its documents, oldest first."""
    things: list[UUID] = [examination.pk]
    things += examination.attachments.values_list("pk", flat=True)
    things += examination.disclosures.values_list("pk", flat=True)
    found = Reading.objects.filter(Q(thing_id__in=things), at__lte=until).order_by("-id")[: MOST_READINGS + 1]
    return reversed(list(found))


def _look(reading: Reading) -> Look:
    return Look(spoken(reading.at, seconds=True), reading.actor_label, LOOKS.get(reading.verb, "Another page"))


def for_machines(pack: Pack, attachments: Sequence[Mapping[str, Any]], looks: Sequence[Reading], at: datetime, since: Since) -> str:
    """The record as JSON: the frozen version's content without what is withheld, with that version's hash beside it as a name; and what has
    come since, whose own hash is that of its canonical form (sorted names, no blanks, UTF-8)."""
    version = pack.version
    content = {**version.content, "attachments": version.content.get("attachments", [])}
    content["particulars"] = {name: value for name, value in content["particulars"].items() if name not in paper.WITHHELD}
    content["addenda"] = [each for each in content["addenda"] if each["field"] not in paper.WITHHELD]
    body = {
        "format": FORMAT,
        "reference": content["reference"],
        "version": version.number,
        "content_sha256": version.content_hash,
        "submitted_at": version.submitted_at.isoformat(),
        "made_at": at.isoformat(),
        "recipients": list(pack.recipients),
        "purpose": pack.purpose,
        "withheld": sorted(paper.WITHHELD),
        "record": content,
        "since": since.values,
        "since_sha256": since.sha256,
        "attachments_now": list(attachments),
        "readings": [{"at": each.at.isoformat(), "by": each.actor_label, "verb": each.verb} for each in looks],
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True)


def pack_page(pack: Pack, at: datetime) -> tuple[str, Enclosure]:
    """The page of a pack and the file inside it. About fifty queries, however long the record."""
    examination, version = pack.examination, pack.version
    looks = list(looks_at(examination, at))
    attachments = attachments_of(examination)
    since = since_submission(version, at)
    body = for_machines(pack, attachments, looks[-MOST_READINGS:], at, since)
    enclosure = Enclosure(ENCLOSURE, "The record as a machine reads it", body)
    context = {
        **record_context(version, recipients=pack.recipients, purpose=pack.purpose, by=pack.asked_by.collar_number, at=at, since=since),
        "attachments": [{**each, "added_at": paper.said(each["added_at"])} for each in attachments],
        "looks": [_look(each) for each in looks[-MOST_READINGS:]],
        "are_more": len(looks) > MOST_READINGS,
        "enclosure": enclosure,
        "enclosure_hash": hashlib.sha256(enclosure.content.encode()).hexdigest(),
    }
    return render_to_string(PACK, context), enclosure
