"""Correcting the lists of the law: an entry said otherwise or no longer offered, and a new entry beside those that are there. Both are
proposed here and decided as every correction is (`law.py`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from examinations.actions.law import enter_correction, open_correction
from examinations.law.in_force import HOLDS, in_force_at
from examinations.law.labels import NOTICES_SAID
from examinations.models import Correction, LegalEntry
from examinations.refusals import Refusal
from organisation.policy import Actor

Kind = LegalEntry.Kind

CHANGEABLE_OF_AN_ENTRY = ("words", "authority", "citation", "verified", "is_used")
CHANGEABLE_TERMS: Mapping[str, tuple[str, ...]] = {
    Kind.NOTICE: ("languages",),
    Kind.RETENTION: ("short",),
    Kind.COPY: ("short",),
    Kind.MINIMUM: ("pence",),
    Kind.WORDING: ("paragraphs", "local", "labels"),
    Kind.CODE: ("commenced_on",),
    Kind.PENALTY: ("prosecution",),
    Kind.AGE: ("years",),
}
"""What people may correct of an entry's terms; the rest is what the service does with it, and changes with a build alone."""

ACTS = ("DELAY", "DIFFERENT_SOLICITOR")
LONGEST_KEY: Mapping[str, int] = {Kind.CONSIDERATION: 30, Kind.GROUND: 20, Kind.NOTICE: 60, Kind.WORDING: 30, Kind.CODE: 60}
"""The lists to which people add, and how long a key a record keeps of each; it keeps none of an edition of the code. The rule on recording
is one for each power."""

WORDING_TERMS = ("notice", "language", "name", "is_right_to_left", "paragraphs", "local")
OWN_NOTICES = tuple(NOTICES_SAID)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")  # as HTML has it (BCP 47), in small letters
OLDEST = 17  # a rule that turns on a later age is about no child
ADDING = 4_017_262_112  # the advisory lock: two who add at once do not come by the same key


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What a list is to offer as well, behind the entry `after` or else last. `terms` of a ground: `acts`; of an edition of a notice:
    `notice`, `edition` and `languages`, and its words follow from them; of words of a notice of our own: WORDING_TERMS, and `labels` where
    there are any; of an edition of the code: `commenced_on`, its day as text (ISO 8601)."""

    kind: str
    power: str
    words: str
    authority: str = ""
    citation: str = ""
    verified: bool = False
    after: LegalEntry | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)


def propose_entry(
    *, entry: LegalEntry, changes: Mapping[str, Any], in_force_from: date, reason: str, by: Actor, at: datetime
) -> Correction:
    """Propose other words, another citation or standing for an entry of a list, or that it is no longer offered. `changes` are columns of
    CHANGEABLE_OF_AN_ENTRY, or terms that CHANGEABLE_TERMS names for the list.

    Raises as `propose_provision` does, and `Refusal` when no entry would be left to choose from.
    """
    ours = CHANGEABLE_TERMS.get(entry.kind, ())
    unknown = set(changes) - {*CHANGEABLE_OF_AN_ENTRY, *ours}
    if unknown:
        raise ValueError(f"{sorted(unknown)} cannot be corrected.")
    terms = {**entry.terms, **{name: changes[name] for name in ours if name in changes}}
    columns = {name: value for name, value in changes.items() if name not in ours}
    if not str(columns.get("words", entry.words)).strip():
        raise Refusal("Write the words that the officer reads.", field="words")
    if terms == entry.terms and all(getattr(entry, name) == value for name, value in columns.items()):
        raise Refusal("Nothing here differs from the entry as it is now. Change what is wrong.")
    if not columns.get("is_used", True):
        _refuse_to_leave_out(entry)
    _check_terms(entry.kind, terms)
    kept = {field.attname: getattr(entry, field.attname) for field in LegalEntry._meta.concrete_fields}
    kept.update({"id": LegalEntry().pk, "in_force_from": in_force_from, "terms": terms, **columns})
    with transaction.atomic():
        correction = open_correction(Correction.Subject.ENTRY, in_force_from, reason, by, at)
        row = LegalEntry.objects.create(**{**kept, "correction_id": correction.pk})
        enter_correction(correction, [row], at, {"kind": row.kind, "power": row.power, "key": row.key})
    return correction


def propose_new_entry(*, new: NewEntry, in_force_from: date, reason: str, by: Actor, at: datetime) -> Correction:
    """Propose an entry that its list does not have yet: records that begin once it is in force are offered it, earlier ones never.

    Its key follows from its words (for a notice from its edition) and is one that nothing in the list has or waits to have. Raises as
    `propose_provision` does, and `Refusal` for a list that is not added to, no words, or words that are in the list already.
    """
    if new.kind not in LONGEST_KEY:
        raise Refusal("Nothing can be added to this list: what the service does with an entry is changed with a new version of it.")
    with transaction.atomic():
        correction = open_correction(Correction.Subject.ADDITION, in_force_from, reason, by, at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDING])
        found = LegalEntry.objects.filter(HOLDS | Q(correction__state=Correction.State.PROPOSED), kind=new.kind, power=new.power)
        there = list(found.select_related("correction").order_by("position"))
        terms, words, wanted = _made(new, there)
        _check_terms(new.kind, terms)
        _refuse_twice(new, wanted, words, there)
        row = LegalEntry.objects.create(
            correction=correction,
            kind=new.kind,
            power=new.power,
            key=_free(wanted, new, there),
            position=new.after.position if new.after else max(one.position for one in there),
            words=words,
            authority=new.authority.strip(),
            citation=new.citation.strip(),
            verified=new.verified,
            terms=terms,
            in_force_from=in_force_from,
        )
        enter_correction(correction, [row], at, {"kind": row.kind, "power": row.power, "key": row.key, "is_new": True})
    return correction


def _made(new: NewEntry, there: list[LegalEntry]) -> tuple[dict[str, Any], str, str]:
    """The terms and the words of the new entry, and the key that it should have."""
    if not there:
        raise Refusal("There is no such list under this power.", field="power")
    words = new.words.strip()
    if new.kind != Kind.NOTICE and not words:
        raise Refusal("Write the words that the officer reads.", field="words")
    if new.kind == Kind.WORDING:
        terms = {name: new.terms[name] for name in WORDING_TERMS}
        if labels := new.terms.get("labels"):
            terms["labels"] = labels
        return terms, words, f"{terms['language']}/{terms['notice']}"
    if new.kind != Kind.NOTICE:
        key = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_") or "entry"
        return dict(new.terms), words, key.upper() if new.kind == Kind.GROUND else key
    edition, notice = str(new.terms.get("edition", "")).strip(), str(new.terms.get("notice", ""))
    committed = [one for one in there if one.correction_id is None and one.terms["notice"] == notice]
    title = next((one.words.removesuffix(f", {_edition(one)}") for one in committed), "")
    if not title:
        raise Refusal("Choose which notice this is an edition of.", field="notice")
    if not edition:
        raise Refusal("Say which edition this is, such as code of 2026.", field="edition")
    return {"notice": notice, "languages": list(new.terms.get("languages", ()))}, f"{title}, {edition}", f"{notice}/{edition}"


def _edition(row: LegalEntry) -> str:
    return row.key.partition("/")[2]


def _check_terms(kind: str, terms: Mapping[str, Any]) -> None:
    """Raise `Refusal` beside the field for terms that the service could do nothing with."""
    short = [("short", not str(terms.get("short", "")).strip(), "Write it in a few words, as the timeline says it.")]
    faults: dict[Kind, list[tuple[str, object, str]]] = {
        Kind.RETENTION: [*short],
        Kind.COPY: [*short],
        Kind.GROUND: [("acts", not terms.get("acts") or set(terms["acts"]) - set(ACTS), "Choose what this is a ground for.")],
        Kind.NOTICE: [("languages", not terms.get("languages"), "Name at least one language in which it is printed.")],
        Kind.MINIMUM: [("pence", int(terms.get("pence", 0)) < 1, "The sum is a penny at least.")],
        Kind.AGE: [("years", not 1 <= int(terms.get("years", 0)) <= OLDEST, f"Enter an age in whole years, 1 to {OLDEST}.")],
        Kind.CODE: [("commenced_on", not terms.get("commenced_on"), "Say on which day the edition came into force.")],
        Kind.WORDING: [
            ("language", not LANGUAGE.fullmatch(str(terms.get("language"))), "Give the code of the language, such as cy for Welsh."),
            ("name", not str(terms.get("name", "")).strip(), "Name the language in English."),
            ("notice", terms.get("notice") not in OWN_NOTICES, "Choose which notice or receipt."),
            ("paragraphs", not terms.get("paragraphs"), "Write what the notice says."),
            ("local", not str(terms.get("local", "")).strip(), "Say in that language that the notice is not the official form."),
        ],
    }
    for name, is_wrong, sentence in faults.get(Kind(kind), []):
        if is_wrong:
            raise Refusal(sentence, field=name)


def _refuse_to_leave_out(entry: LegalEntry) -> None:
    if entry.kind == Kind.RECORDING:
        raise Refusal("The rule on recording cannot be left out: the record would not know what is owed.", field="is_used")
    if entry.kind == Kind.WORDING and entry.terms["language"] == "en":
        raise Refusal("The English words cannot be left out: they are printed where a language has none.", field="is_used")
    if entry.kind == Kind.MINIMUM:
        raise Refusal("The smallest sum cannot be left out. Correct the sum instead.", field="is_used")
    if entry.kind == Kind.AGE:
        raise Refusal("The age cannot be left out. Correct it instead.", field="is_used")
    if entry.kind in {Kind.RETENTION, Kind.COPY} and entry.key == "EXAMINATION":
        raise Refusal("This ground cannot be left out: what is kept with one press is kept for examination.", field="is_used")


def _refuse_twice(new: NewEntry, wanted: str, words: str, there: list[LegalEntry]) -> None:
    """Two entries that read the same could not be told apart on a form; words of a notice are told apart by their language."""
    field = {Kind.NOTICE: "edition", Kind.WORDING: "language"}.get(Kind(new.kind), "words")
    latest = {one.key: one for one in sorted(there, key=in_force_at)}
    same = [one for one in latest.values() if (one.key == wanted if new.kind == Kind.WORDING else one.words.casefold() == words.casefold())]
    if any(one.correction is not None and one.correction.state == Correction.State.PROPOSED for one in same):
        raise Refusal("The same waits for a decision already.", field=field)
    if same:
        how = "It is in the list already." if same[0].is_used else "It is in the list, no longer offered."
        raise Refusal(f"{how} Correct that entry instead.", field=field)


def _free(wanted: str, new: NewEntry, there: list[LegalEntry]) -> str:
    """The key as wanted, with a number behind it as long as another entry has it."""
    taken, most = {one.key.casefold() for one in there}, LONGEST_KEY[new.kind]
    found, number = wanted[:most].rstrip("_"), 1
    while found.casefold() in taken:
        number += 1
        found = f"{wanted[: most - len(f'_{number}')].rstrip('_')}_{number}"
    return found
