"""What has come onto a record since its last frozen version, in words: every later entry with both of its times, what reads otherwise about
the person and the things, and the clocks and breaches as they are when the document is made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from borderops.kit.dates import spoken
from examinations.models import AuthorityRequest, CashStep, SubmittedVersion
from examinations.papers import clocks as paper_clocks
from examinations.papers import property as paper_property
from examinations.papers import record as paper
from examinations.papers.cash import cash_parts, count_said, goods_parts, step_said
from examinations.papers.direction import all_ended
from examinations.papers.frozen import hash_of
from examinations.papers.since import content_by, differences
from examinations.property import commissioner

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One later entry or step: when it happened and when the service received it, as instants in full and in UTC for their order."""

    order: str
    happened: str
    received: str
    title: str
    by: str
    words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What has come since a version. `values` is the same for machines, and `sha256` the hash of that."""

    since: str
    until: str
    lines: tuple[Line, ...]
    parts: tuple[paper.Part, ...]
    addenda: tuple[tuple[str, str], ...]
    clocks: tuple[tuple[str, str, str, str], ...]
    breaches: tuple[tuple[paper_clocks.Found, bool], ...]  # with whether it is not in the version
    gone: tuple[paper_clocks.Found, ...]
    warnings: tuple[str, ...]
    is_changed: bool
    values: dict[str, Any]
    sha256: str


def since_submission(version: SubmittedVersion, at: datetime) -> Since:
    """What the record holds at `at` beyond this version. As many queries as to freeze it, and two, however much there is."""
    found = {**content_by(version.examination_id, at), "linked": version.content.get("linked", [])}
    values = differences(version.content, found, version.submitted_at, at)
    before, now = all_ended(version.content), all_ended(found)
    later = all_ended(values["added_or_changed"])
    clocks = paper_clocks.clock_rows(now)
    told, telling = _breaches(before), _breaches(now)
    lines = sorted(_lines(later, before, now), key=lambda line: line.order)
    parts = (*_changed(_parts(before), _parts(now)), *_gone(values["no_longer"]))
    addenda = [paper.addendum_said(each) for each in later.get("addenda", ())]
    known, standing = {key for key, _ in told}, {key for key, _ in telling}
    is_otherwise = known != standing or clocks != paper_clocks.clock_rows(before)
    return Since(
        since=spoken(version.submitted_at, seconds=True),
        until=spoken(at, seconds=True),
        lines=tuple(lines),
        parts=parts,
        addenda=tuple(addenda),
        clocks=tuple(clocks),
        breaches=tuple((one, key not in known) for key, one in telling),
        gone=tuple(one for key, one in told if key[:3] not in {other[:3] for other in standing}),
        warnings=tuple(paper_clocks.warnings(now)),
        is_changed=bool(lines or parts or addenda or is_otherwise or values["added_or_changed"]),
        values=values,
        sha256=hash_of(values),
    )


def _breaches(content: Row) -> list[tuple[tuple[str, ...], paper_clocks.Found]]:
    """Each breach with its rule, limit and thing and when it was mended: how late an open one is by now makes it no other breach."""
    rows = content["computed"]["breaches"]
    keys = (tuple(str(each.get(name)) for name in ("rule", "due_at", "ref", "actual_at")) for each in rows)
    return list(zip(keys, paper_clocks.breaches(content), strict=True))


def _parts(content: Row) -> list[paper.Part]:
    """Everything about the person, the treatment and the things that reads as label and value."""
    return [
        paper.opening(content),
        *(goods_parts(content) or paper.particulars(content)),
        *paper.treatment(content),
        *paper.authorities(content),
        *paper.review_parts(content),
        *cash_parts(content),
        *paper_property.parts(content),
    ]


def _changed(before: Sequence[paper.Part], now: Sequence[paper.Part]) -> Iterable[paper.Part]:
    """The rows that read otherwise, under the headings that they stand under; what is no longer there is said as such."""
    earlier: dict[str, list[paper.Part]] = defaultdict(list)
    for part in before:
        earlier[part.title].append(part)
    for part in now:
        old = _counterpart(part, earlier[part.title])
        if rows := tuple(_rows_changed(old.rows if old else (), part.rows)):
            yield paper.Part(part.title, rows)


def _counterpart(part: paper.Part, earlier: list[paper.Part]) -> paper.Part | None:
    """The part that was this one: several may have the same heading, and the one that shares the most is taken, once."""
    if not earlier:
        return None
    found = max(earlier, key=lambda old: len(set(old.rows) & set(part.rows)))
    earlier.remove(found)
    return found


def _rows_changed(before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    yield from (row for row in now if row not in before and row[1])
    labels = {label for label, value in now if value}
    yield from ((label, f"No longer: {value}") for label, value in before if value and label not in labels)


def _gone(no_longer: Row) -> Iterable[paper.Part]:
    if rows := [(one["criterion"], one["sentence"]) for one in no_longer.get("findings", ())]:
        yield paper.Part("No longer found for quality assurance", tuple(rows))


def _line(at: str, received: str, title: str, by: str, words: str = "", note: str = "") -> Line:
    return Line(str(parse_datetime(at)), paper.said(at), paper.said(received), title, by, words, note)


def _lines(later: Row, before: Row, now: Row) -> Iterable[Line]:
    """Every entry and step that the version does not have; a step that is an entry as well is told there."""
    yield from _events(later, before, now)
    yield from _property(later, before, now)
    yield from _cash(before, now)
    yield from _papers(later, before)


def _events(later: Row, before: Row, now: Row) -> Iterable[Line]:
    events = {event["id"]: event for event in now["events"]}
    frozen = {event["id"] for event in before["events"]}
    for event in later.get("events", ()):
        if event["id"] in frozen:  # what was filled in about it since is told under its heading
            continue
        notes = [f"Entered by {paper.number(event['entered_by'])}"] if event["entered_by"] != event["officer"] else []
        if event["late_reason"]:
            notes.append(f"Why it was entered afterwards: {event['late_reason']}")
        if pressed := paper.press_said(event):
            notes.append(pressed)
        first = events.get(event["supersedes"])
        if first:
            word = "Takes back" if event["is_withdrawn"] else "In the place of"
            notes.append(f"{word} the entry ‘{paper.event_title(first, now)}’ of {paper.said(first['at'])}: {event['superseding_reason']}")
        title = "Entry taken back" if event["is_withdrawn"] else paper.event_title(event, now)
        by = paper.number(event["officer"], event["officer_rank"])
        yield _line(event["at"], event["received_at"], title, by, event["words"], "\n".join(notes))


def _property(later: Row, before: Row, now: Row) -> Iterable[Line]:
    numbers = {item["id"]: item["number"] for item in now.get("items", ())}
    copies = {copy["id"]: copy["number"] for copy in now.get("copies", ())}
    for link in _new(later, before, "custody"):
        title = f"Item {numbers.get(link['item'], '')}: {paper_property.step_named(link)}"
        yield _line(link["at"], link["received_at"], title, paper.number(link["entered_by"]), paper_property.link_said(link))
    for step in _new(later, before, "commissioner"):
        copy = f", copy {copies.get(step['device_copy'], '')}" if step.get("device_copy") else ""
        title = f"Item {numbers.get(step['item'], '')}{copy}: {commissioner.ACTS[step['act']]}"
        yield _line(
            step["at"], step["received_at"], title, paper.number(step["entered_by"]), paper_property.step_said(step), _put_right(step)
        )


def _new(later: Row, before: Row, name: str) -> Iterable[Row]:
    frozen = {row.get("id") for row in before.get(name, ())}
    return (row for row in later.get(name, ()) if row["id"] not in frozen and not row.get("event"))


def _put_right(row: Row) -> str:
    """Why a row takes the place of another one or takes it back."""
    if not row.get("supersedes"):
        return ""
    return f"{'Takes an earlier one back' if row['is_withdrawn'] else 'In the place of an earlier one'}: {row['superseding_reason']}"


def _cash(before: Row, now: Row) -> Iterable[Line]:
    frozen = {one["ref"]: one for one in before.get("cash", ())}
    kinds = dict(CashStep.Kind.choices)
    for seizure in now.get("cash", ()):
        old = frozen.get(seizure["ref"], {"steps": [], "counts": []})
        for step in _not_in(old["steps"], seizure["steps"]):
            if not step["event"]:
                title = f"Cash: {kinds[step['kind']]}"
                yield _line(step["at"], step["entered_at"], title, paper.number(step["officer"]), step_said(step), _put_right(step))
        for count in _not_in(old["counts"], seizure["counts"]):
            by = ", ".join(map(paper.number, count["counters"]))
            yield _line(count["counted_at"], count["entered_at"], "Cash counted", by, count_said(count), _put_right(count))


def _not_in(before: Iterable[Row], now: Iterable[Row]) -> list[Row]:
    """Those that were not frozen. Versions frozen before a step had a key know it by its kind and instant."""
    known = [(row.get("id"), row.get("kind"), row.get("at", row.get("counted_at"))) for row in before]
    keys, said = {one[0] for one in known}, {one[1:] for one in known if one[0] is None}
    return [row for row in now if row["id"] not in keys and (row.get("kind"), row.get("at", row.get("counted_at"))) not in said]


def _papers(later: Row, before: Row) -> Iterable[Line]:
    """Attachments, explanations of breaches, and what was asked of a superintendent."""
    frozen = {each["number"] for each in before.get("attachments", ())}
    for each in later.get("attachments", ()):
        name = each["words"] or each["name"]
        if each["number"] not in frozen:
            title, words = f"Attachment {each['number']} added", f"{name}\nSHA-256 {each['sha256']}"
            yield _line(each["added_at"], each["added_at"], title, paper.number(each["added_by"]), words)
        if at := each["withdrawn_at"]:
            by = paper.number(each["withdrawn_by"])
            yield _line(at, at, f"Attachment {each['number']} taken back", by, name, each["withdrawal_reason"])
    for each in later.get("explanations", ()):
        at = each["explained_at"]
        yield _line(at, at, f"Breach of {each['rule']} explained", paper.number(each["explained_by"]), each["words"])
    for each in later.get("authorities_asked", ()):
        title = f"Authority asked for: {AuthorityRequest.What(each['what']).label}"
        yield _line(each["asked_at"], each["asked_at"], title, paper.number(each["asked_by"]), each["grounds"])
    for each in later.get("authorities_answered", ()):
        title = "Authority given" if each["is_given"] else "Authority refused"
        by = paper.number(each["answered_by"], each["answered_rank"])
        yield _line(each["answered_at"], each["answered_at"], title, by, each["words"])
