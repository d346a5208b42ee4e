"""The kit's template tags: London times, lengths of time, empty values, badges, summary lists, clocks and timelines.
Anything that depends on the present takes it from the page's own `server_now`, so that one page never holds two presents."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from borderops.kit import dates, parts
from borderops.kit.addresses import address, address_of
from borderops.kit.forms import errors_of
from borderops.kit.localtime import LONDON

register = template.Library()
EMPTY = format_html('<span class="bo-empty">{}</span>', dates.NOT_RECORDED)


@register.filter
def get(mapping: Any, key: str) -> Any:
    """The value under a key that the template language cannot spell; empty when absent."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""


@register.filter
def london(value: Any, today_at: datetime | None = None) -> str:
    """`{{ at|london }}` is '10:42 on 22 November 2026'; `{{ at|london:server_now }}` leaves the date out when it is that day's."""
    if isinstance(value, datetime):
        return dates.spoken(value, today_at or None)
    return dates.spoken_date(value) if isinstance(value, date) else dates.NOT_RECORDED


@register.filter
def london_time(value: Any) -> str:
    return dates.spoken_time(value) if isinstance(value, datetime) else dates.NOT_RECORDED


@register.filter
def london_date(value: Any) -> str:
    """'22 November 2026', of a date or of an instant's London day."""
    day = value.astimezone(LONDON).date() if isinstance(value, datetime) else value
    return dates.spoken_date(day) if isinstance(day, date) else dates.NOT_RECORDED


@register.filter
def table_date(value: Any) -> str:
    """'22/11/2026', for tables."""
    day = value.astimezone(LONDON).date() if isinstance(value, datetime) else value
    return dates.table_date(day) if isinstance(day, date) else dates.NOT_RECORDED


@register.filter
def recorded(value: Any) -> Any:
    """The value, or 'Not recorded' in grey when there is none. Zero and No are values."""
    return EMPTY if value is None or value == "" or value == [] else value


@register.filter
def yes_no(value: bool | None) -> Any:
    return EMPTY if value is None else "Yes" if value else "No"


@register.filter
def duration(value: Any) -> str:
    """A timedelta or a number of seconds as '12 min' or '1 h 05 min'."""
    if isinstance(value, timedelta):
        return dates.length(value)
    return dates.length(timedelta(seconds=value)) if isinstance(value, int | float) else dates.NOT_RECORDED


def _now(context: Context) -> datetime:
    at = context.get("server_now")
    if not isinstance(at, datetime):
        raise template.TemplateSyntaxError("This tag needs server_now in the context: render with the request, or pass it.")
    return at


@register.simple_tag(takes_context=True)
def when(context: Context, value: Any, seconds: bool = False) -> Any:
    """An instant as `<time>`: '10:42', with its date when that is not today."""
    if not isinstance(value, datetime):
        return EMPTY
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.spoken(value, _now(context), seconds=seconds))


@register.simple_tag(takes_context=True)
def due(context: Context, value: Any) -> Any:
    """A time limit as `<time>`: as `when` says it, or 'the end of 27 November 2026' when it ends with a day."""
    if not isinstance(value, datetime):
        return EMPTY
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.spoken_limit(value, _now(context)))


@register.simple_tag(takes_context=True)
def ago(context: Context, value: Any) -> Any:
    """An instant in relation to now: 'in 12 min', '3 h 10 min ago'."""
    if not isinstance(value, datetime):
        return EMPTY
    words = dates.relative(value, _now(context))
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), dates.spoken(value), words)


@register.simple_tag(takes_context=True)
def elapsed(context: Context, since: datetime | None) -> Any:
    """How long it is since an instant, going on by itself: '48 min'."""
    if since is None:
        return EMPTY
    return format_html('<span class="bo-number" data-since="{}">{}</span>', since.isoformat(), parts.elapsed(since, _now(context)))


register.simple_tag(address_of)


@register.simple_tag(name="address")
def address_or_nothing(name: str) -> str:
    """The address of a page without arguments; empty where this deployment has no such page."""
    try:
        return address(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def reference(value: Any) -> SafeString:
    """A reference, passport or vehicle number in the face that keeps I, l, 1, O and 0 apart."""
    return format_html('<span class="bo-mono">{}</span>', value) if value else mark_safe(EMPTY)  # noqa: S308 (EMPTY is a literal)


@register.simple_tag
def badge(text: str, tone: str = "grey") -> SafeString:
    """A short word for a state. Tones: grey, blue, green, amber, red, purple. The word must stand alone without its colour."""
    return format_html('<strong class="bo-badge bo-badge--{}">{}</strong>', tone, text)


@register.inclusion_tag("kit/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """'There is a problem', with a link to each field. Give it every form and formset of the page; it draws nothing when all is well."""
    return {"errors": errors_of(*forms)}


@register.inclusion_tag("kit/summary_list.html")
def summary_list(facts: Iterable[parts.Fact], compact: bool = False) -> dict[str, Any]:
    """Rows of label and value. Empty values say 'Not recorded'; `owed` rows are marked."""
    return {"facts": list(facts), "compact": compact}


@register.inclusion_tag("kit/timeline.html", takes_context=True)
def timeline(context: Context, happenings: Iterable[parts.Happening], level: int = 3) -> dict[str, Any]:
    """Events of one record, in the order given (newest first on a live record), with a line where the day changes. Page long ones."""
    day, entries = _now(context).astimezone(LONDON).date(), []
    for each in happenings:
        own = each.at.astimezone(LONDON).date()
        entries.append(
            {"item": each, "time": dates.spoken_time(each.at, seconds=True), "day": dates.spoken_date(own) if own != day else ""}
        )
        day = own
    return {"entries": entries, "level": level}


@register.inclusion_tag("kit/clock_panel.html", takes_context=True)
def clock_panel(
    context: Context, clocks: Iterable[Any], url: str = "", instructions: dict[str, str] | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """The clock panel of a record: the next legal instant large, the others small, the done ones folded away.

    `url` answers GET with this same tag's output and is asked again each minute. `instructions` says per rule what must be done.
    """
    moment = at or _now(context)
    return {"panel": parts.panel(clocks, moment, instructions), "url": url, "server_now": moment}


@register.inclusion_tag("kit/clock_inline.html", takes_context=True)
def clock_inline(context: Context, clock: Any, instruction: str = "") -> dict[str, Any]:
    """One clock in a table's cell: shape, due time, time left, rule."""
    return {"face": parts.face(clock, _now(context), instruction) if clock else None, "server_now": _now(context)}


@register.inclusion_tag("kit/clock_icon.html")
def clock_icon(state: str) -> dict[str, str]:
    return {"state": state}


@register.inclusion_tag("kit/acts.html", takes_context=True)
def acts(context: Context, items: Iterable[parts.Act], label: str = "Acts") -> dict[str, Any]:
    """The row of acts of a record. Each posting act is its own small form with a one-time id and the moment of pressing."""
    return {"items": list(items), "label": label, "csrf_token": context.get("csrf_token", ""), "sender": context.get("sender", "")}


@register.inclusion_tag("kit/table.html", takes_context=True)
def table(context: Context, table: Any) -> dict[str, Any]:
    """A whole `borderops.kit.tables.Table`."""
    return {"table": table, "server_now": context.get("server_now")}


@register.inclusion_tag("kit/table_head.html")
def table_head(table: Any) -> dict[str, Any]:
    """Caption and head of a table whose rows the page writes itself."""
    return {"table": table}


@register.inclusion_tag("kit/pages.html")
def pages(page: Any, noun: str = "records") -> dict[str, Any]:
    """Newer and older links of a keyset page, with what is shown."""
    return {"page": page, "noun": noun}


@register.inclusion_tag("kit/filters.html")
def filters(filters: Any) -> dict[str, Any]:
    """A filter form with its chosen filters as links that take them away again."""
    return {"filters": filters}


@register.inclusion_tag("kit/strip.html", takes_context=True)
def strip(
    context: Context, reference: str, power: str = "", since: datetime | None = None, clock: Any = None, instruction: str = ""
) -> dict[str, Any]:
    """What stays in sight while a record scrolls: reference (never the name), power, time since the first question, the next clock."""
    at = _now(context)
    return {
        "reference": reference,
        "power": power,
        "since": since,
        "elapsed": parts.elapsed(since, at) if since else "",
        "face": parts.face(clock, at, instruction) if clock else None,
        "server_now": at,
    }
