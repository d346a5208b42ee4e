"""Markup as a test reads it: how a template breaks its lines means nothing to whoever reads the page."""

import re


def tidy(markup: str) -> str:
    """One space for every run of blanks, and none before a tag ends."""
    return re.sub(r" (/?>)", r"\1", re.sub(r"\s+", " ", markup))
