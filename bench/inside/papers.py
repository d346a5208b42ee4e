"""The document of a record through the service, and the same HTML through WeasyPrint alone with the same options."""

import uuid
from functools import cache
from time import perf_counter
from unittest.mock import patch
from uuid import UUID

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from bench.inside.pages import browser_of
from borderops.kit import pdf
from borderops.launcher.places import ROOT
from examinations.models import Disclosure
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

WHO = "di.region"


@cache
def path_of(record: str) -> str:
    """The address of the record's document, filed as a disclosure for this run: one filed by an older build is read from where it was put
    by, when its layout has changed since."""
    here = f"/examinations/{record}/documents/"
    sent = {"recipients": "Fictional court", "purpose": "Measurement", "submission_id": str(uuid.uuid4())}
    answer = browser_of(WHO).post(here, sent)
    if answer.status_code != 302:
        raise RuntimeError(f"The disclosure was answered with {answer.status_code}")
    with acting_as(SYSTEM):
        filed = Disclosure.objects.filter(examination=UUID(record), document="record").order_by("-disclosed_at")[0]
    return f"{here}{filed.pk}.pdf"


def _download(record: str) -> bytes:
    answer = browser_of(WHO).get(path_of(record))
    if answer.headers.get("Content-Type") != "application/pdf":
        raise RuntimeError(f"The document was answered with {answer.status_code}")
    return bytes(answer.content)


@cache
def html_of(record: str) -> str:
    """The page that the service turns into the document, with its style sheets where WeasyPrint alone can read them."""
    with patch.object(pdf, "make_pdf", wraps=pdf.make_pdf) as made:
        _download(record)
    html: str = made.call_args.args[0]
    return html.replace('href="/static/', f'href="file://{ROOT}/static/')


def document(record: str) -> float:
    """Seconds of the whole request: door, frozen record, page, PDF, comparison with what was filed, and reading."""
    path_of(record)
    began = perf_counter()
    _download(record)
    return perf_counter() - began


def bare(record: str) -> float:
    """Seconds of WeasyPrint alone."""
    html = html_of(record)
    began = perf_counter()
    HTML(string=html).write_pdf(pdf_variant=pdf.VARIANT, font_config=FontConfiguration())
    return perf_counter() - began


def pages(record: str) -> int:
    """How many pages the document has."""
    return len(HTML(string=html_of(record)).render(font_config=FontConfiguration()).pages)


ACTS = (document, bare, pages)
