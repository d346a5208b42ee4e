"""Documents: the record as it was submitted, filed as a disclosure, and made again for download only after the reading has been entered."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

import audit.actions as ledger
from borderops.kit.clock import now
from borderops.kit.dates import spoken
from borderops.kit.methods import require_GET
from borderops.kit.pdf import pdf_of
from examinations import paper, paper_property
from examinations.actions import disclose
from examinations.forms.disclosing import DiscloseForm
from examinations.models import Disclosure, Examination, SubmittedVersion
from examinations.paper_cash import cash_parts
from examinations.views.common import actor_of, page, record_for, refusals_beside
from examinations.views.record import head
from organisation.doors import forbidden_is_403, needs
from organisation.models import User
from organisation.once import once

TEMPLATE = "examinations/print/record.html"


def paper_context() -> dict[str, Any]:
    """What the frame of every document is given."""
    return {"marking": settings.PROTECTIVE_MARKING, "demo": settings.DEMO, "service_name": settings.SERVICE_NAME}


def as_file(made: bytes, name: str) -> HttpResponse:
    """A document to be saved, never drawn inside another page. The names of files hold references alone."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def document_of(version: SubmittedVersion, *, recipients: list[str], purpose: str, by: User, at: datetime) -> bytes:
    """The record of one frozen version as it is disclosed. The same arguments give the same bytes."""
    content = version.content
    context = {
        **paper_context(),
        "reference": content["reference"],
        "version": version,
        "submitted_at": spoken(version.submitted_at, seconds=True),
        "submitted_by": version.submitted_by.collar_number,
        "recipients": recipients,
        "purpose": purpose,
        "disclosed_at": spoken(at, seconds=True),
        "disclosed_by": by.collar_number,
        "opening": paper.opening(content),
        "parts": paper.particulars(content),
        "timeline": paper.timeline(content),
        "reviews": [*paper.review_parts(content), *cash_parts(content)],
        "clocks": paper.clock_rows(content),
        "breaches": paper.breaches(content),
        "property_parts": paper_property.parts(content),
        "other_addenda": paper.other_addenda(content),
    }
    return pdf_of(TEMPLATE, context)


def _latest(examination: Examination) -> SubmittedVersion:
    version = examination.versions.select_related("submitted_by").order_by("-number").first()
    if version is None:
        raise Http404("This record has not been submitted.")
    return version


@needs("examination.disclose")
@forbidden_is_403
@once
def documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What has left the service, and the form by which the record is disclosed."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.disclose")
    version = _latest(examination)
    form = DiscloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and actor.user is not None:
        given = form.cleaned_data
        with refusals_beside(form):
            made = document_of(version, recipients=given["recipients"], purpose=given["purpose"], by=actor.user, at=at)
            disclose(
                examination=examination,
                recipients=given["recipients"],
                purpose=given["purpose"],
                content_hash=version.content_hash,
                file_hash=hashlib.sha256(made).hexdigest(),
                by=actor,
                at=at,
            )
            messages.success(request, "Filed as a disclosure. Download the document below.")
            return redirect("examinations:documents", pk)
    filed = examination.disclosures.select_related("disclosed_by").order_by("-disclosed_at")
    context = {**head(actor, examination, "documents"), "form": form, "version": version, "filed": filed}
    return page(request, "examinations/documents.html", context)


@needs("examination.disclose")
@require_GET
@forbidden_is_403
def document(request: HttpRequest, pk: UUID, disclosure_pk: UUID) -> HttpResponse:
    """The document of one disclosure, made again from the frozen version and let out only if its bytes are those that were filed."""
    examination = record_for(request, pk, "examination.disclose")
    filed = examination.disclosures.select_related("disclosed_by").filter(pk=disclosure_pk).first()
    if filed is None:
        raise Http404("There is no such document.")
    made = _made_again(examination, filed)
    if made is None:
        messages.error(request, "This document can no longer be made exactly as it was filed. File a new disclosure of the record.")
        return redirect("examinations:documents", pk)
    ledger.reading("disclosure.download", filed, port_id=examination.port_id)
    return as_file(made, f"{examination.reference}.pdf")


def _made_again(examination: Examination, filed: Disclosure) -> bytes | None:
    version = examination.versions.select_related("submitted_by").filter(content_hash=filed.content_hash).order_by("number").first()
    if version is None:
        return None
    made = document_of(version, recipients=list(filed.recipients), purpose=filed.purpose, by=filed.disclosed_by, at=filed.disclosed_at)
    return made if hashlib.sha256(made).hexdigest() == filed.file_hash else None
