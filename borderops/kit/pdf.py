"""Documents: an HTML page of ours made into a tagged PDF (PDF/UA-1), with nothing fetched but the named assets that ship with the service.
A page that asks for anything else is not made at all, so that text typed by a person can never reach the network or the disk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

from borderops.kit.typesetting import DocumentFault, Shelf, typeset

__all__ = ["DocumentFault", "make_pdf", "pdf_of"]

VARIANT = "pdf/ua-1"
ASSETS = {"css/paper.css": "text/css", "css/examinations-paper.css": "text/css"}
MOST_CHARACTERS = 4_000_000
TOO_LONG = "The document is too long to be made in one piece."


def bundled() -> Shelf:
    """The named assets, under the addresses by which a page asks for them; hashed file names included."""
    return {urlsplit(staticfiles_storage.url(name)).path: (_content(name), media_type) for name, media_type in ASSETS.items()}


def _content(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise DocumentFault(f"The asset {name} is not installed.")
    return Path(found).read_bytes()


def make_pdf(html: str) -> bytes:
    """The page as PDF/UA-1. Raises `DocumentFault` when it is too long or asks for anything but the bundled assets."""
    if len(html) > MOST_CHARACTERS:
        raise DocumentFault(TOO_LONG)
    return typeset(html, variant=VARIANT, shelf=bundled())


def pdf_of(template: str, context: Mapping[str, Any]) -> bytes:
    """A template of `templates/<app>/print/` as PDF. Autoescape is on in every one of them; none marks typed text as safe."""
    return make_pdf(render_to_string(template, dict(context)))
