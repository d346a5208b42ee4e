"""Notices and receipts that are handed to the person, and the record of a review, from the record as it stands. They hold what the person
may have: facts, things and sums, officers by number; never a reason for selection, a mark for confidential material or a suspicion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from borderops.kit.dates import spoken
from borderops.kit.pdf import pdf_of
from examinations.cash import Pieces, totals
from examinations.law.labels import CASH_LABELS, NOTICE_LABELS, PROPERTY_LABELS, in_english
from examinations.models import CashInstrument, CashPower, Custody, Examination, Item, Subject
from examinations.papers import record as paper
from examinations.papers.cash import bag_of, seized_at
from examinations.papers.direction import all_ended
from examinations.papers.frozen import content_of
from examinations.papers.notice_words import DETENTION, ENGLISH, EXAMINATION, Words, not_english, words_of
from examinations.papers.printing import paper_context
from examinations.papers.property import chain_of, put_right
from examinations.papers.record import Part, number, said
from examinations.papers.standing import standing_rows
from examinations.queries.rights import language_of
from examinations.reference import legal_aid

Content = Mapping[str, Any]
NOTICE, RECEIPT, REVIEW = "examinations/print/notice.html", "examinations/print/receipt.html", "examinations/print/review.html"
EXAMINATION_NOTICE, DETENTION_NOTICE, PROPERTY, CASH = "examination-notice", "detention-notice", "property-receipt", "cash-receipt"
TITLES = {
    EXAMINATION_NOTICE: "Notice of examination",
    DETENTION_NOTICE: "Notice of detention",
    PROPERTY: "Receipt for property",
    CASH: "Receipt for cash",
}
NOTICES = {EXAMINATION_NOTICE: EXAMINATION, DETENTION_NOTICE: DETENTION}
WORDED = {**NOTICES, PROPERTY: "PROPERTY", CASH: "CASH"}
"""By what is handed to the person, the name under which the lists of the law have its words."""
Beside = Callable[..., str]
"""A label by its key: in English alone, or in another language with the English behind it (`Words.beside`)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, its columns and its rows, as a receipt lists them."""

    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str


def offered(examination: Examination) -> list[str]:
    """Which papers there is something to print on; where goods are examined nobody is told that they are. Three queries."""
    found = [] if examination.subject == Subject.GOODS else [EXAMINATION_NOTICE]
    if examination.detained_at:
        found.append(DETENTION_NOTICE)
    if examination.items.exists():
        found.append(PROPERTY)
    if examination.cash_seizures.exists():
        found.append(CASH)
    return found


def make(kind: str, examination: Examination, *, language: str, by: str, at: datetime) -> bytes | None:
    """One of these papers as PDF, from the record as it stands at `at`; None for a language that has no words. `by` is the number of the
    officer who prints it."""
    content = all_ended(content_of(examination, at))
    context = {**paper_context(), **_frame(content, by, at), "title": TITLES[kind]}
    words = words_of(WORDED[kind], content["power"], language, begun=examination.started_at, wanted=language_of(examination))
    if words.language != language:
        return None
    if kind in NOTICES:
        said_beside = {key: words.beside(key) for key in NOTICE_LABELS}
        aid = legal_aid(content["power"], examination.started_at) if kind == DETENTION_NOTICE else []
        rows = _labelled(_notice_facts(kind, content), words)
        beside = {"said": said_beside, "facts": rows, "legal_aid": aid}
        return pdf_of(NOTICE, {**context, "words": words, **beside})
    tables = property_tables(content, words.beside) if kind == PROPERTY else cash_tables(content, words.beside)
    said_beside = {key: words.beside(key) for key in {**PROPERTY_LABELS, **CASH_LABELS}}
    title = words_of(WORDED[kind], content["power"], ENGLISH, begun=examination.started_at).title
    beside = {"title": title, "said": said_beside, "facts": _labelled(_person(content), words)}
    return pdf_of(RECEIPT, {**context, "words": words, "tables": tables, **beside})


def make_review(examination: Examination, position: int, *, by: str, at: datetime) -> bytes | None:
    """The record of the review in this position on the timeline; None when there is no such review."""
    content = all_ended(content_of(examination, at))
    parts = paper.review_parts(content)
    if not 0 < position <= len(parts):
        return None
    part = parts[position - 1]
    untranslated = not_english(language_of(examination))
    context = {**paper_context(), **_frame(content, by, at), "untranslated": untranslated, "facts": _person(content)}
    return pdf_of(REVIEW, {**context, "title": "Record of a review of detention", "part": part})


def _frame(content: Content, by: str, at: datetime) -> dict[str, str]:
    return {"reference": content["reference"], "printed_at": spoken(at, seconds=True), "printed_by": by}


def _person(content: Content) -> Part:
    given = content["particulars"]
    names = () if content.get("goods") else (("Family name", given["family_name"]), ("Given names", given["given_names"]))
    return Part("", (("Reference", content["reference"]), *names, ("Port", content["port"]), ("Place", content["place"])))


def _notice_facts(kind: str, content: Content) -> Part:
    times = [("First question", said(content["first_questioned_at"]))]
    if kind == DETENTION_NOTICE:
        times.append(("Detained", said(content["detained_at"])))
    officers = ", ".join(number(each["officer"], each["rank"]) for each in content["examiners"] if not each.get("completes"))
    return Part("", (*_person(content).rows, *times, ("Examining officers", officers)))


def _labelled(facts: Part, words: Words) -> Part:
    """The same facts, each label in the language of the words too."""
    keys = {english: key for key, english in NOTICE_LABELS.items()}
    return Part("", tuple((words.beside(keys[label]), value) for label, value in facts.rows))


def property_tables(content: Content, beside: Beside = in_english) -> list[Table]:
    """Every item with its seal, from whom and when it was taken, and whether it has been given back."""
    rows = tuple(_item(item, chain_of(content, item), beside) for item in content.get("items", []))
    columns = tuple(beside(key) for key in ("item", "description", "seal", "taken", "now"))
    return [Table(beside("what"), (), columns, rows, "things")]


def _item(item: Content, links: list[dict[str, Any]], beside: Beside) -> tuple[str, ...]:
    taken = next((link for link in links if link["step"] == Custody.Step.TAKEN), None)
    kind = str(dict(Item.Kind.choices)[item["kind"]])
    when = f"{said(taken['at'])}{put_right(taken)} by {number(taken['holder']) or taken['holder_other']}" if taken else "Not recorded"
    gone = next((link for link in links if link["step"] in {Custody.Step.RETURNED, Custody.Step.DESTROYED}), None)
    now = f"{dict(Custody.Step.choices)[gone['step']]} {said(gone['at'])}{put_right(gone)}" if gone else beside("kept")
    return str(item["number"]), f"{kind}: {item['description']}" if item["description"] else kind, _seal(item, links), when, now


def _seal(item: Content, links: list[dict[str, Any]]) -> str:
    """The seal that it was given, and the one that it bears now where it was sealed anew."""
    first = str(item["seal_number"])
    now = next((str(link["seal_number"]) for link in reversed(links) if link.get("seal_number")), first)
    return first if now == first else f"{first}, now {now}" if first else now


def cash_tables(content: Content, beside: Beside = in_english) -> list[Table]:
    """Each seizure with its last count by denomination. The grounds of the suspicion are not the receipt's business."""
    at = seized_at(content)
    return [_seizure(each, at.get(each["ref"]), beside) for each in content.get("cash", ())]


def _seizure(seizure: Content, at: str | None, beside: Beside) -> Table:
    facts = [
        (beside("seized"), said(at)),
        (beside("under"), str(dict(CashPower.choices)[seizure["power"]])),
        (beside("receipt_number"), seizure["receipt"]),
        (beside("sealed_bag"), bag_of(seizure)),
    ]
    rows: list[tuple[str, ...]] = []
    for count in standing_rows(seizure["counts"])[-1:]:
        first, second = count["counters"]
        facts.append((beside("counted"), f"{said(count['counted_at'])} by {number(first)} and {number(second)}"))
        pieces = [Pieces(code, Decimal(worth), many) for code, worth, many in count["amounts"]]
        rows += [
            (each.currency, f"{each.denomination:,.2f}", str(each.pieces), f"{each.denomination * each.pieces:,.2f}") for each in pieces
        ]
        rows += [
            (code or "", f"{dict(CashInstrument.Kind.choices)[kind]} {its}".strip(), "1", f"{Decimal(amount):,.2f}" if amount else "")
            for kind, its, code, amount in count["instruments"]
        ]
        facts += [(beside("total", code), f"{total:,.2f}") for code, total in totals(pieces).items()]
    columns = tuple(beside(key) for key in ("currency", "denomination", "pieces", "amount"))
    return Table(beside("cash"), tuple(facts), columns, tuple(rows), "sums")
