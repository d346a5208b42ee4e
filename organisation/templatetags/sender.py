"""The hidden fields by which a form survives an expired sign-in and a double click. `kit/form_keys.html` puts them together."""

from typing import Any
from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def form_keys(context: dict[str, Any], own_id: bool = False) -> SafeString:
    """What every form that is posted carries: the CSRF token, whose form it is, and (unless the form brings its own) a one-time id."""
    csrf = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token") or "")
    return csrf + sender_token(context) + (SafeString() if own_id else submission_id())


@register.simple_tag(takes_context=True)
def sender_token(context: dict[str, Any]) -> SafeString:
    """Whose form this is, signed. Nothing on a page for somebody who is not signed in."""
    sender = str(context.get("sender") or "")
    return format_html('<input type="hidden" name="sender" value="{}">', sender) if sender else SafeString()


@register.simple_tag
def submission_id() -> SafeString:
    """A new one-time id. Not for a form that brings its own (`borderops.kit.forms.Once`)."""
    return format_html('<input type="hidden" name="submission_id" value="{}">', uuid4())
