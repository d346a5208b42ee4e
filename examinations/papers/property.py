"""Searches, property and biometrics on paper, from the plain values of a frozen version. A version frozen before they were kept there has
none, and prints as it did."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from borderops.kit.dates import spoken_date
from examinations.choices import AFFECTED_PARTIES, SEXES
from examinations.details import said as details_said
from examinations.law.lists import COPY
from examinations.models import Biometric, Custody, Item, Kind
from examinations.papers.record import Part, number, said
from examinations.papers.standing import dated_rows, standing_rows
from examinations.property import business, commissioner
from examinations.property.decided import DECIDED_BY
from examinations.reference import kept_words, permitted_uses

Row = Mapping[str, Any]


def parts(content: Row) -> list[Part]:
    """A part for the searches, for each item with its chain and copies, for each taking, and for the findings; none that is empty."""
    found = [*_searches(content), *_items(content), *_biometrics(content)]
    findings = content.get("findings", [])
    if findings:
        found.append(Part("For quality assurance", tuple((one["criterion"], one["sentence"]) for one in findings)))
    return found


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"


def _filled(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in rows if value)


def _fact(content: Row, row: Row) -> Row | None:
    """The fact that names it and stands; None where it was taken back."""
    taken_back = {event["supersedes"] for event in content["events"] if event["supersedes"]}
    standing = [event for event in _facts(content, row) if event["id"] not in taken_back]
    return standing[0] if standing and not standing[0]["is_withdrawn"] else None


def _at(content: Row, row: Row) -> str:
    """When it happened, from the fact that names it and stands."""
    if fact := _fact(content, row):
        return said(fact["at"])
    # A search or a taking that was said anew stands beside the first one, whose entry is struck through.
    later = {event["supersedes"]: event for event in content["events"] if event["supersedes"]}
    is_replaced = any(event["id"] in later and not later[event["id"]]["is_withdrawn"] for event in _facts(content, row))
    return "Corrected: it is listed again as it stands" if is_replaced else "Taken back"


def _details(content: Row, row: Row) -> list[tuple[str, str]]:
    """What was filled in about it, with the press or afterwards."""
    fact = _fact(content, row)
    return details_said(fact["kind"], {**fact["detail"], **fact.get("given", {})}) if fact else []


def _facts(content: Row, row: Row) -> list[Row]:
    return [event for event in content["events"] if event["detail"].get("ref") == row["id"]]


def _kind_of_search(content: Row, row: Row) -> str:
    """Of bags, of the person, of a vehicle, or a strip search: only the timeline says which."""
    kinds = [event["kind"] for event in _facts(content, row)]
    return str(Kind(kinds[-1]).label) if kinds else "Search"


def _searches(content: Row) -> Iterable[Part]:
    for each in content.get("searches", []):
        rows = (
            ("When", _at(content, each)),
            ("Searched by", number(each["searcher"], each["searcher_rank"]) or each["searcher_other"]),
            ("Authorised to search by", number(each["searcher_allowed_by"])),
            ("Sex of the searcher", SEXES.get(each["searcher_sex"], "")),
            ("Sex of the person", SEXES.get(each["person_sex"], "")),
            ("Why by another sex", each["mismatch_reason"]),
            ("Grounds", each["grounds"]),
            ("Authorised by", number(each["authorised_by"], each["authorised_rank"])),
            *(_details(content, each) or [("Appropriate adult present", _yes_no(each["appropriate_adult_present"]))]),
        )
        yield Part(_kind_of_search(content, each), _filled(rows))


def _items(content: Row) -> Iterable[Part]:
    for item in content.get("items", []):
        rows = [
            ("Kept", _at(content, item)),
            ("Kind", str(dict(Item.Kind.choices)[item["kind"]])),
            ("Description", item["description"]),
            ("How it came to us", str(dict(Item.Obtained.choices).get(item["obtained"], ""))),
            ("Seal", item["seal_number"]),
            ("Receipt given", said(item["receipt_given_at"])),
            ("Why no receipt", item["receipt_not_given_reason"]),
            ("Legal privilege claimed or likely", _yes_no(item["lpp_claimed"])),
            ("Journalistic material", _yes_no(item["is_journalistic"])),
            ("Independent counsel", item["independent_counsel"]),
            ("Sift", str(dict(Item.Sift.choices).get(item["sift_status"], ""))),
            ("Held separate until", item["held_separate_until"]),
            ("Litigation hold since", said(item["hold_since"])),
            *((f"{step_named(link)}, {said(link['at'])}{put_right(link)}", link_said(link)) for link in chain_of(content, item)),
            *((f"Copy {copy['number']}", _copy(copy, content)) for copy in content["copies"] if copy["item"] == item["id"]),
            *(commissioner_said(step) for step in dated_rows(content["commissioner"], content) if step["item"] == item["id"]),
        ]
        yield Part(f"Item {item['number']}", _filled(rows))


def chain_of(content: Row, item: Row) -> list[dict[str, Any]]:
    """The links of an item in the order of their instants: of the entry that stands where one was put right, without any that was taken
    back."""
    events = {event["id"]: event for event in content.get("events", [])}
    later = {event["supersedes"]: event for event in events.values() if event["supersedes"]}
    found = []
    for link in content.get("custody", []):
        entry = events.get(link.get("event"))
        while entry is not None and entry["id"] in later:
            entry = later[entry["id"]]
        if link["item"] != item["id"] or (entry is not None and entry["is_withdrawn"]):
            continue
        is_corrected = entry is not None and entry["id"] != link["event"] and entry["at"] != link["at"]
        found.append({**link, "at": entry["at"], "is_corrected": True} if entry is not None and is_corrected else {**link})
    return sorted(found, key=lambda link: str(link["at"]))


def put_right(link: Row) -> str:
    """Marks a link whose entry on the timeline was put right."""
    return " (corrected)" if link.get("is_corrected") else ""


def step_named(link: Row) -> str:
    return str(dict(Custody.Step.choices)[link["step"]])


def link_said(link: Row) -> str:
    said_of = (
        number(link["holder"]) or link["holder_other"],
        link["place"],
        f"seal {link['seal_number']}" if link["seal_number"] else "",
        str(dict(Custody.Signature.choices).get(link["signature"], "")),
        link["reason"],
        "in spite of a litigation hold" if link["is_in_spite_of_hold"] else "",
    )
    return "; ".join(part for part in said_of if part) or "Nothing further recorded"


def _copy(copy: Row, content: Row) -> str:
    begun = datetime.fromisoformat(content["started_at"])
    said_of = (
        f"by {number(copy['operator']) or copy['operator_other']}{'' if copy['is_by_constable'] else ', no constable'}",
        copy["method"],
        f"begun {said(_begun_of(copy, content))}",
        f"ended {said(copy['ended_at'])}" if copy["ended_at"] else "",
        copy["reference"],
        kept_words(content["power"], copy["ground"], begun, kind=COPY) if copy["ground"] else "",
        *_business(copy),
        f"to be looked at again {spoken_date(date.fromisoformat(copy['review_on']))}" if copy["review_on"] else "",
        f"destroyed {said(copy['destroyed_at'])}" if copy["destroyed_at"] else "",
    )
    return "; ".join(part for part in said_of if part)


def _business(copy: Row) -> Iterable[str]:
    """Confidential business material and its authority. A version frozen before they were kept has neither."""
    if not copy.get("is_business"):
        return
    yield "holds confidential business material"
    if copy["business_authorised_at"]:
        by = number(copy["business_authorised_by"], copy["business_authorised_rank"])
        yield f"kept and used on the authority of {by}, {said(copy['business_authorised_at'])}: {copy['business_authority_reason']}"
    else:
        yield "no authority to keep and use it recorded"
    yield business.IN_SHORT


def _begun_of(copy: Row, content: Row) -> str:
    """When the copying began, from the entry that stands."""
    made = (event for event in standing_rows(_facts(content, copy)) if event["kind"] == "DEVICE_COPIED")
    return next((str(event["at"]) for event in made), str(copy["started_at"]))


def commissioner_said(step: Row) -> tuple[str, str]:
    """A step of the route: what it is, and when, by whom and on which conditions."""
    return commissioner.ACTS[step["act"]], "; ".join(filter(None, (said(step["at"]), step_said(step))))


def step_said(step: Row) -> str:
    """What is said of a step beside its time. A version frozen before it was kept who decided or destroyed says neither."""
    parties = ", ".join(AFFECTED_PARTIES.get(each, each) for each in step["parties"])
    granted = f"by {number(step['granted_by'], step['granted_rank'])}" if step["granted_by"] else ""
    until = f"until {spoken_date(date.fromisoformat(step['respond_by']))}" if step["respond_by"] else ""
    done_by = number(step.get("done_by")) or step.get("done_by_other", "")
    done = f"by {done_by}" if done_by else ""
    decided = DECIDED_BY.get(step.get("decided_by", ""), "")
    said_of = (decided, granted, done, parties, until, step["conditions"], step["words"])
    return "; ".join(part for part in said_of if part)


def _at_station(content: Row, taken: Row) -> bool:
    """As the entry that stands says it: another power may have been put in the place of the first."""
    fact = _fact(content, taken)
    return bool(fact["detail"].get("at_police_station", taken["is_police_station"]) if fact else taken["is_police_station"])


def _further(content: Row, taken: Row) -> Iterable[tuple[str, str]]:
    """The further prints that follow these."""
    for event in standing_rows(_facts(content, taken)):
        if event["kind"] == Kind.FURTHER_PRINTS:
            how = "in writing" if event["detail"].get("is_written") else "not in writing"
            yield (
                str(Kind.FURTHER_PRINTS.label),
                f"{said(event['at'])}, {how}, by {number(event['officer'], event['officer_rank'])}\n{event['words']}",
            )


def _biometrics(content: Row) -> Iterable[Part]:
    standing = {event["id"] for event in standing_rows(content["events"])}
    uses = permitted_uses(content["power"], datetime.fromisoformat(content["started_at"]))
    for each in content.get("biometrics", []):
        sure = "" if each["is_place_verified"] else " (not verified)"
        rows = [
            ("Taken", _at(content, each)),
            ("Rests on", str(dict(Biometric.Basis.choices)[each["basis"]])),
            ("Authorised by", number(each["authorised_by"], each["authorised_rank"])),
            ("Where", each["place"]),
            ("Counts as a police station", f"{_yes_no(_at_station(content, each))}{sure}"),
            ("Told of the use in searches", _yes_no(each["was_told_of_use"])),
            ("Reason", each["reason"]),
            *_details(content, each),
            *(
                ("National security determination", f"{one['made_by']}; {'in writing' if one['is_written'] else 'not in writing'}")
                for one in content["determinations"]
                if one["biometric"] == each["id"] and one["event"] in standing
            ),
            *_further(content, each),
            ("May be used for", "\n".join(f"{one.label} ({one.authority})" for one in uses)),
        ]
        yield Part(str(dict(Biometric.What.choices)[each["what"]]), _filled(rows))
