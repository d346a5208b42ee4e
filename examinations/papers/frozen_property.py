"""What is frozen of searches, property and biometrics when a record is submitted. Officers stand there by number, and the findings as they
were found then."""

from typing import Any

from examinations.models import Examination
from examinations.papers.frozen import Part, part_of
from examinations.queries.property import record_findings


def _searches(examination: Examination) -> list[dict[str, Any]]:
    rows = examination.searches.select_related("searcher", "searcher_allowed_by", "authorised_by").order_by("event__at", "id")
    return part_of("searcher", "searcher_allowed_by", "authorised_by", event="event_id")(rows)


def _items(examination: Examination) -> list[dict[str, Any]]:
    return part_of()(examination.items.order_by("number"))


def _custody(examination: Examination) -> list[dict[str, Any]]:
    rows = examination.custody.select_related("holder", "entered_by").order_by("at", "received_at", "id")
    return part_of("holder", "entered_by", item="item_id", event="event_id")(rows)


def _copies(examination: Examination) -> list[dict[str, Any]]:
    rows = examination.device_copies.select_related("operator", "business_authorised_by").order_by("started_at", "id")
    return part_of("operator", "business_authorised_by", item="item_id", event="event_id")(rows)


def _steps(examination: Examination) -> list[dict[str, Any]]:
    rows = examination.commissioner_steps.select_related("granted_by", "entered_by", "done_by").order_by("at", "received_at", "id")
    keys = {"item": "item_id", "device_copy": "device_copy_id", "event": "event_id", "supersedes": "supersedes_id"}
    return part_of("granted_by", "entered_by", "done_by", **keys)(rows)


def _biometrics(examination: Examination) -> list[dict[str, Any]]:
    return part_of("authorised_by", event="event_id")(examination.biometrics.select_related("authorised_by").order_by("event__at", "id"))


def _determinations(examination: Examination) -> list[dict[str, Any]]:
    return part_of(biometric="biometric_id", event="event_id")(examination.determinations.order_by("event__at", "id"))


def _requests(examination: Examination) -> list[dict[str, Any]]:
    rows = examination.authority_requests.select_related("asked_of", "asked_by").order_by("asked_at", "id")
    return part_of("asked_of", "asked_by", item="item_id")(rows)


def _answers(examination: Examination) -> list[dict[str, Any]]:
    rows = examination.authority_answers.select_related("answered_by").order_by("answered_at", "id")
    return part_of("answered_by", request="request_id")(rows)


def _findings(examination: Examination) -> list[dict[str, Any]]:
    return [
        {"criterion": found.criterion, "sentence": found.sentence, "is_grave": found.is_grave} for found in record_findings(examination)
    ]


PROPERTY_PARTS: dict[str, Part] = {
    "searches": _searches,
    "items": _items,
    "custody": _custody,
    "copies": _copies,
    "commissioner": _steps,
    "biometrics": _biometrics,
    "determinations": _determinations,
    "authorities_asked": _requests,
    "authorities_answered": _answers,
    "findings": _findings,
}
