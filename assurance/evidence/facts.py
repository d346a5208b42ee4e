"""The examination itself, its particulars, earlier ones of the same person, and rights and welfare, in the words of the record's own
pages."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.html import format_html

from assurance.evidence.shapes import Part, Section, lines, said_at
from assurance.queries import Material
from borderops.kit.dates import spoken_date
from borderops.kit.localtime import london_date
from borderops.kit.parts import Fact
from examinations import outcomes
from examinations.counting import lasted
from examinations.faces import number_of
from examinations.fields import LABELS
from examinations.goods import goods_rows, goods_values
from examinations.models import Examination, Examiner
from examinations.queries import treatment_lines
from examinations.queries.previous import Before
from examinations.reference import codes_said, consideration_words
from examinations.timeline import has_terrorist_cash
from examinations.wording import SECTIONS, written

MONO = frozenset({"document_number", "service_number", "intelligence_reference"})
OF_FORM = {section.slug: section for section in SECTIONS}
PARTICULARS = {
    "selection": ("Selection", ("selection",)),
    "screening": ("Screening", ("screening",)),
    "journey": ("Journey", ("journey",)),
    "person": ("Person", ("person", "ethnicity")),
    "report": ("Outcome and account", ("outcome",)),
}
"""Which parts of the form stand under which key."""
AGAIN = "repeat_justification"  # stands beside the earlier examinations


def _how(examiner: Examiner) -> str:
    """What beside the number must be known of an examiner."""
    if examiner.completes:
        return ", completed the record without having examined"
    return "" if examiner.is_accredited else ", not accredited on the day"


def examination(material: Material) -> Section:
    """Under what power, where, when and by whom."""
    of, page = material.examination, material.page
    officers = (f"{number_of(one.officer, one.rank)}{_how(one)}" for one in page.examiners)
    times = [
        Fact("First question", said_at(of.first_questioned_at)),
        Fact("Detained", said_at(of.detained_at) or "Not detained"),
        Fact("Ended", said_at(of.ended_at)),
    ]
    took = lasted(of.first_questioned_at, of.ended_at)
    facts = (
        Fact("Power", of.get_power_display()),
        *(Fact(label, said) for label, said in codes_said(of.power, of.started_at, with_terrorist_cash=has_terrorist_cash(of))),
        Fact("Port", of.port.name),
        Fact("Place", of.place),
        *([Fact("Goods examined", said_at(of.started_at)), times[-1]] if material.is_goods else times),
        *([Fact("Lasted", took)] if took else []),
        Fact("Entered afterwards", "Yes" if of.is_late_entry else "No"),
        Fact("Examining officers, with rank then", lines(officers)),
    )
    return Section("examination", "The examination", (Part("", facts),), "record")


def particulars(material: Material, key: str, hidden: Collection[str]) -> Section:
    """One part of the particulars, without what is hidden from the reader."""
    title, slugs = PARTICULARS[key]
    names = [name for slug in slugs for name in OF_FORM[slug].names if name not in hidden and name != AGAIN]
    return Section(key, title, (Part("", tuple(_particular(material.examination, name) for name in names)),), "facts")


def _particular(of: Examination, name: str) -> Fact:
    value = getattr(of.particulars, name)
    if name == "considerations":
        return Fact(LABELS[name], lines(consideration_words(of.power, str(key), of.started_at) for key in value))
    return Fact(LABELS[name], lines([written(name, value, of.power, of.started_at)]), mono=name in MONO)


def goods(material: Material) -> Section:
    """What the goods are, on a record about goods."""
    facts = tuple(Fact(label, value) for label, value in goods_rows(goods_values(material.examination.goods)))
    return Section("report", "Goods", (Part("", facts),), "goods")


def earlier(material: Material) -> Section:
    """Earlier examinations of the same document or person that the assurer may see, and what was said to be new."""
    before, why = material.before, material.examination.particulars.repeat_justification
    if not before and not why:
        return Section("before", "Examined before", (), "previous", "No earlier examination of this person or document that you may see.")
    more = " or more" if before.has_more else ""
    facts = (
        Fact("In the twelve months before", f"{before.in_twelve_months}{more}"),
        Fact(LABELS[AGAIN], lines([why])),
        *(_before(one) for one in before.rows),
    )
    return Section("before", "Examined before", (Part("", facts),), "previous")


def _before(one: Before) -> Fact:
    of = one.examination
    address = reverse("examinations:record", args=[of.pk])
    outcome = outcomes.said(of.particulars.outcome, of.power) or "outcome not recorded"
    link = format_html('<a class="govuk-link" href="{}"><span class="bo-mono">{}</span></a>', address, of.reference)
    words = format_html("{}, {}: {} ({})", link, of.port.name, outcome, one.by)
    return Fact(spoken_date(london_date(of.started_at)), words)


def treatment(material: Material) -> Section:
    """Rights and welfare under their headings."""
    facts = tuple(Fact(title, lines(said)) for title, said in treatment_lines(material.examination))
    return Section("rights", "Rights and welfare", (Part("", facts),), "rights")
