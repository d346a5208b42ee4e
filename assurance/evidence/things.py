"""Searches, devices with their copies and passcodes, other property, prints and samples, and the authorities asked for: in the rows of the
record's own Property tab."""

from collections.abc import Iterable, Iterator

from assurance.evidence.shapes import Part, Section, lines, said_at
from assurance.queries import Material
from borderops.kit.dates import spoken_date, spoken_limit
from borderops.kit.parts import STATES, Fact
from examinations.choices import AFFECTED_PARTIES
from examinations.clocks import Clock
from examinations.faces import number_of, title_of
from examinations.models import AuthorityRequest, CommissionerStep, Examination, Item, Kind
from examinations.property.decided import DECIDED_BY, DESTROY_DERIVED, Decided
from examinations.queries import BiometricLine, CopyLine, ItemLine, Route
from examinations.queries.bodies import SearchLine
from examinations.queries.chains import Link
from examinations.thing_facts import biometric_facts, copy_facts, filter_facts, item_facts, search_facts

PASSCODES = frozenset({Kind.PASSCODE_DEMANDED.value, Kind.PASSCODE_GIVEN.value, Kind.PASSCODE_REFUSED.value})


def searches(material: Material) -> Section:
    """Each search, with who searched, on whose authority and how far."""
    parts = tuple(_search(line) for line in material.things.searches)
    return Section("searches", "Searches", parts, "property", "No search is recorded.")


def _search(line: SearchLine) -> Part:
    return Part(f"{line.fact.get_kind_display()}, {said_at(line.fact.at)}", tuple(search_facts(line)))


def devices(material: Material) -> Section:
    """Each device kept, the copies made of it, and every request for a passcode."""
    kept = [line for line in material.things.items if line.item.kind == Item.Kind.DEVICE]
    parts = [part for line in kept for part in (_item(line), *_copies(line, material.examination))]
    asked = [
        Fact(f"{title_of(fact, material.examination)}, {said_at(fact.at)}", lines([fact.words]) or "Nothing further recorded")
        for line in kept
        for fact in line.facts
        if fact.kind in PASSCODES
    ]
    if asked:
        parts.append(Part("Passcodes", tuple(asked)))
    return Section("devices", "Devices", tuple(parts), "property", "No device was kept.")


def other_property(material: Material) -> Section:
    """Everything kept that is no device, with the copies made of it."""
    kept = [line for line in material.things.items if line.item.kind != Item.Kind.DEVICE]
    parts = [part for line in kept for part in (_item(line), *_copies(line, material.examination))]
    return Section("property", "Other property", tuple(parts), "property", "Nothing else was kept.")


def _item(line: ItemLine) -> Part:
    item = line.item
    badges = [("Litigation hold", "purple")] if item.hold_since else []
    if item.is_confidential:
        badges.append(("Protected material", "purple"))
    facts = [
        *item_facts(line),
        Fact("How it stands", _stands(line)),
        *_clocks(line.clocks),
        *filter_facts(item),
        Fact("Who has had it", lines(_link(link) for link in line.chain)),
        *_route(line.route),
    ]
    return Part(f"Item {item.number}: {str(item.get_kind_display()).lower()}", tuple(facts), tuple(badges))


def _stands(line: ItemLine) -> str:
    if line.is_destroyed:
        return "Destroyed"
    return f"Kept {line.kept_as}" if line.ground else "Returned"


def _link(each: Link) -> str:
    link = each.row
    said = (
        f"{link.get_step_display()} {said_at(each.at)}{' (corrected)' if each.is_corrected else ''}",
        number_of(link.holder) if link.holder else link.holder_other,
        link.place,
        f"seal {link.seal_number}" if link.seal_number else "",
        str(link.get_signature_display()),
        link.reason,
        "in spite of a litigation hold" if link.is_in_spite_of_hold else "",
    )
    return "; ".join(part for part in said if part)


def _copies(line: ItemLine, of: Examination) -> Iterator[Part]:
    for copy in line.copies:
        yield _copy(copy, line.item.number, of)


def _copy(line: CopyLine, number: int, of: Examination) -> Part:
    badges = (
        *((("Protected material", "purple"),) if line.copy.is_confidential else ()),
        *((("Authority owed", "amber"),) if line.is_authority_owed else ()),
    )
    facts = (*copy_facts(line, of), *_clocks(line.clocks), *_route(line.route))
    return Part(f"Item {number}: copy {line.copy.number}", facts, badges)


def _clocks(found: Iterable[Clock]) -> Iterator[Fact]:
    for clock in found:
        word = STATES.get(clock.state.value, clock.state.value)
        yield Fact(f"{clock.rule} {clock.name}", f"{word}; due {spoken_limit(clock.due_at)}{'' if clock.verified else ' (not verified)'}")


def _route(route: Route) -> Iterator[Fact]:
    if route.is_concerned:
        yield Fact("Commissioner", lines([route.label, *(_step(step) for step in route.steps)]))
    if route.invited and not route.invited.through:
        yield Fact("Representations until", "", owed=True)
    elif route.invited and route.invited.through:
        over = " (the period is over)" if route.invited.is_over else ""
        yield Fact("Representations until", f"{spoken_date(route.invited.through)}{over}")
    yield from _decided(route.decided)


def _decided(decided: Decided) -> Iterator[Fact]:
    """What followed a decision: a referral without its answer, and what was derived and is still to be destroyed."""
    if decided.is_referred and decided.referral:
        yield Fact("Referred for approval", f"{said_at(decided.referral.referred.at)}; not answered yet")
    if decided.derived and decided.derived.destroyed:
        yield Fact("Information derived", f"Destroyed {said_at(decided.derived.destroyed.at)}")
    elif decided.derived:
        yield Fact("Information derived", f"To be destroyed, as directed {said_at(decided.derived.directed.at)}", owed=True)


def _step(step: CommissionerStep) -> str:
    said = (
        f"{step.get_act_display()} {said_at(step.at)}",
        DECIDED_BY.get(step.decided_by, ""),
        f"by {number_of(step.done_by) if step.done_by else step.done_by_other}" if step.act == DESTROY_DERIVED else "",
        f"by {number_of(step.granted_by, step.granted_rank)}" if step.granted_by else "",
        ", ".join(AFFECTED_PARTIES.get(each, each) for each in step.parties),
        f"until {spoken_date(step.respond_by)}" if step.respond_by else "",
        step.conditions,
        step.words,
    )
    return "; ".join(part for part in said if part)


def biometrics(material: Material) -> Section:
    """Prints and samples: on what each taking rests, where it was, and what became of it."""
    parts = tuple(_taking(line) for line in material.things.biometrics)
    return Section("biometrics", "Prints and samples", parts, "property", "None taken.")


def _taking(line: BiometricLine) -> Part:
    return Part(f"{line.taken.get_what_display()}, {said_at(line.fact.at)}", (*biometric_facts(line), *_clocks(line.clocks)))


def authorities(material: Material) -> Section:
    """What was asked of a senior officer before it was done, with the answer."""
    parts = tuple(_asked(each) for each in material.things.requests if isinstance(each, AuthorityRequest))
    return Section("authorities", "Authorities", parts, "property", "None asked for.")


def _asked(request: AuthorityRequest) -> Part:
    reply = getattr(request, "reply", None)
    answer = "Not answered" if reply is None else "Authorised" if reply.is_given else "Not authorised"
    facts = (
        Fact("Asked", f"{said_at(request.asked_at)}, of {number_of(request.asked_of)} by {number_of(request.asked_by)}"),
        Fact("Grounds", lines([request.grounds])),
        Fact("Answer", lines([answer, said_at(reply.answered_at), reply.words] if reply else [answer])),
    )
    return Part(f"{request.get_what_display()}{f' (item {request.item.number})' if request.item else ''}", facts)
