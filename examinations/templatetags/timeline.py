"""The entry of a timeline that says nothing but what happened, when, by whom and in what words. Most entries are like that, a page shows
fifty, and the template language takes ten times as long over one as a single piece of text does. The others are
`templates/examinations/timeline_entry.html`, whose markup this is too; a test holds the two together."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from examinations.faces import Line

register = template.Library()

ENTRY = """<li class="moj-timeline__item" id="entry-{}">
<p class="moj-timeline__date"><time datetime="{}">{}</time></p>
<div class="bo-timeline__body"><div class="moj-timeline__header"><h3 class="moj-timeline__title">{}</h3>{}</div>
{}</div>
</li>
"""
BY = """ <p class="moj-timeline__byline">by {}</p>"""
WORDS = """<div class="moj-timeline__description">{}</div>
"""


@register.simple_tag
def plain_entry(line: Line) -> SafeString:
    """The whole entry, for a line that `is_plain`. Whatever people wrote is escaped here; `format_html` would escape the instant too."""
    by = BY.format(escape(line.by)) if line.by else ""
    words = WORDS.format(escape(line.words)) if line.words else ""
    return mark_safe(ENTRY.format(line.key, line.iso, line.time, escape(line.title), by, words))  # noqa: S308
