"""Documents: an HTML page of ours made into a tagged PDF (PDF/UA-1), with nothing fetched but the named assets that ship with the service.
A page that asks for anything else is not made at all, so that text typed by a person can never reach the network or the disk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
ASSETS = {"css/paper.css": "text/css", "css/examinations-paper.css": "text/css"}
MOST_CHARACTERS = 4_000_000
# A host name that can never exist, against which the relative addresses of the page are resolved.
NOWHERE = "https://document.invalid"


REFUSED = "The page asks for something that does not ship with the service."


class DocumentFault(Exception):
    """The document could not be made. The text says which part of the page is at fault and holds no personal data."""


class BundledAssets(URLFetcher):
    """Serves the assets named above from the service's own static files, and refuses every other address before it is opened."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False, fail_on_errors=True)  # type: ignore[no-untyped-call]
        self.has_refused = False

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        name = _asset_at(parts.path) if f"{parts.scheme}://{parts.netloc}" == NOWHERE else None
        if name is None:
            self.has_refused = True
            raise ValueError(REFUSED)
        found = finders.find(name)
        if not isinstance(found, str):
            raise ValueError(f"The asset {name} is not installed.")
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": ASSETS[name]})


def _asset_at(path: str) -> str | None:
    """The name of the asset that this address stands for, hashed file names included."""
    return next((name for name in ASSETS if urlsplit(staticfiles_storage.url(name)).path == path), None)


def make_pdf(html: str) -> bytes:
    """The page as PDF/UA-1. Raises `DocumentFault` when it is too long or asks for anything but the bundled assets."""
    if len(html) > MOST_CHARACTERS:
        raise DocumentFault("The document is too long to be made in one piece.")
    assets = BundledAssets()
    try:
        page = HTML(string=html, base_url=f"{NOWHERE}/", url_fetcher=assets)
        made = page.write_pdf(pdf_variant=VARIANT, font_config=FontConfiguration())
    except FatalURLFetchingError as fault:
        # Not an Exception of its own: it would pass through every handler and stop the process.
        raise DocumentFault(str(fault.__cause__ or "Something on the page could not be fetched.")) from fault
    if assets.has_refused:  # inside a drawing the refusal is swallowed, and the drawing left out
        raise DocumentFault(REFUSED)
    return bytes(made)


def pdf_of(template: str, context: Mapping[str, Any]) -> bytes:
    """A template of `templates/<app>/print/` as PDF. Autoescape is on in every one of them; none marks typed text as safe."""
    return make_pdf(render_to_string(template, dict(context)))
