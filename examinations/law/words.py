"""The law in words for a screen or for paper: the powers by their Acts, and a limit as it is read out."""

from datetime import date, timedelta

from borderops.kit.dates import spoken_date
from examinations.cash import in_words
from examinations.law.labels import NOTICES_SAID, labels_of
from examinations.models import LegalEntry, Provision

SCOPES = {
    "TACT_S7": "Schedule 7, Terrorism Act 2000",
    "CTBSA_S3": "Schedule 3, Counter-Terrorism and Border Security Act 2019",
    "TACT_41": "Arrest under section 41, Terrorism Act 2000",
    "NSA_27": "Arrest under section 27, National Security Act 2023",
    "ATCSA": "Cash, Anti-terrorism, Crime and Security Act 2001",
    "ATCSA_ORDER": "Order for cash, Anti-terrorism, Crime and Security Act 2001",
    "POCA": "Cash, Proceeds of Crime Act 2002",
    "POCA_ORDER": "Order for cash, Proceeds of Crime Act 2002",
}


ACTS_SAID = {"DELAY": "Delaying a right", "DIFFERENT_SOLICITOR": "Directing that a different solicitor be consulted"}


def terms_said(row: LegalEntry) -> list[tuple[str, str]]:
    """What the service does with an entry, as far as a person decides on it: label and words."""
    if row.kind == LegalEntry.Kind.GROUND:
        return [("A ground for", ", ".join(ACTS_SAID.get(act, act) for act in row.terms.get("acts", ())))]
    if row.kind == LegalEntry.Kind.NOTICE:
        return [("Languages", ", ".join(row.terms.get("languages", ())))]
    if row.kind == LegalEntry.Kind.WORDING:
        labels_in_english = labels_of(row.terms["notice"])
        labels = [
            (f"Label for “{english}”", each) for key, english in labels_in_english.items() if (each := row.terms.get("labels", {}).get(key))
        ]
        said = [(f"Paragraph {number}", each) for number, each in enumerate(row.terms["paragraphs"], start=1)]
        return [
            ("Paper", NOTICES_SAID[row.terms["notice"]]),
            ("Language", row.terms["name"]),
            *said,
            ("Beneath it", row.terms["local"]),
            *labels,
        ]
    if row.kind == LegalEntry.Kind.MINIMUM:
        return [("Sum", in_words(row.terms["pence"]))]
    if row.kind == LegalEntry.Kind.CODE:
        return [("Came into force", spoken_date(date.fromisoformat(row.terms["commenced_on"])))]
    if row.kind == LegalEntry.Kind.PENALTY and row.terms.get("prosecution"):
        return [("A prosecution", row.terms["prosecution"])]
    if row.kind == LegalEntry.Kind.AGE:
        return [("Age", _count(row.terms["years"], "year"))]
    if "short" in row.terms:
        return [("In a few words", str(row.terms["short"]))]
    return []


def entry_said(row: LegalEntry) -> str:
    """An entry as a list shows it: its words, with the sum or the age where it is one, the language where it is not English alone, the day
    of an edition of the code, and for an offence whose consent a prosecution needs."""
    if row.kind == LegalEntry.Kind.CODE:
        return f"{row.words}, in force from {spoken_date(date.fromisoformat(row.terms['commenced_on']))}"
    if row.kind == LegalEntry.Kind.WORDING:
        return f"{row.terms['name']}: {row.words}"
    if row.kind == LegalEntry.Kind.PENALTY:
        return ". ".join(part for part in (row.words, str(row.terms.get("prosecution", "")).rstrip(".")) if part)
    if row.kind == LegalEntry.Kind.AGE:
        return f"{row.words}: {row.terms['years']}"
    return f"{row.words}: {in_words(row.terms['pence'])}" if row.kind == LegalEntry.Kind.MINIMUM else row.words


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def limit_of(row: Provision) -> str:
    """`6 hours`, `7 days, to the end of the last`, `6 months, 24 months in all`; for a rule that is not about time the day on which it
    turns, if it has one."""
    parts = [
        _minutes(row.limit_minutes),
        _count(row.limit_days, "day") if row.limit_days else "",
        _count(row.limit_working_days, "working day") if row.limit_working_days else "",
        _count(row.limit_months, "month") if row.limit_months else "",
    ]
    said = next((part for part in parts if part), "")
    if not said and row.convicted_since:
        return f"A sample on a conviction of {spoken_date(row.convicted_since)} or later"
    if not said:
        return "No limit of time"
    if row.cap_months:
        said += f", {_count(row.cap_months, 'month')} in all"
    if row.ends_with_day:
        return f"{said}, to the end of the last day"
    return f"before the end of {said}" if row.strict else said


def _minutes(number: int) -> str:
    span = timedelta(minutes=number)
    if not number:
        return ""
    return _count(span // timedelta(hours=1), "hour") if number % 60 == 0 else _count(number, "minute")
