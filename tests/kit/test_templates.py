"""Rules that hold over every template, style sheet and script of the interface."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory

from borderops.kit import errors
from borderops.launcher.places import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
BUILT = ROOT / "static" / "built" / "ui.css"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_has_inline_style_or_script_or_trusts_stored_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", text))
    allowed = "{{ action|safe }}" if path.name == "panel.html" else ""
    assert "|safe" not in (text.replace(allowed, "") if allowed else text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_title_can_hold_a_persons_name(path: Path) -> None:
    for title in re.findall(r"{% block (?:head_)?title %}(.*?){% endblock", path.read_text(encoding="utf-8"), re.S):
        assert not re.search(r"{{[^}]*\b(name|person|surname|forename|user|full_name)\b", title)


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_no_script_keeps_anything_in_the_browser_or_builds_markup_from_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|eval\(|document\.write|insertAdjacentHTML", text)
    assert all(right.strip().startswith("ICONS[") for right in re.findall(r"innerHTML\s*=([^;]*);", text))


def test_the_built_stylesheet_has_no_branding_of_government() -> None:
    css = BUILT.read_text(encoding="utf-8")
    assert css.count(".govuk-") > 500
    for word in ("GDS Transport", "@font-face", "crest", "crown", "logotype"):
        assert word not in css


def test_every_picture_and_style_sheet_that_a_template_names_is_there() -> None:
    for path in TEMPLATES:
        for asset in re.findall(r"{% static '([^']+)' %}", path.read_text(encoding="utf-8")):
            if not asset.startswith(("mfa/", "account/")):
                assert (ROOT / "static" / asset).is_file(), f"{name(path)} names {asset}"


@pytest.mark.parametrize(("view", "status"), [("bad_request", 400), ("forbidden", 403), ("not_found", 404), ("server_error", 500)])
def test_each_error_page_says_what_to_do_next_and_the_number_to_quote(view: str, status: int) -> None:
    request = RequestFactory().get("/")
    request.request_id = "abc123"  # type: ignore[attr-defined]
    response = getattr(errors, view)(request)
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert "abc123" in page
    assert "OFFICIAL-SENSITIVE" in page
