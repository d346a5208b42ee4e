"""A question by an officer of another service: an immigration or customs officer may examine too, and is no constable of ours. The record
says who asked, and in words what the rule on the review officer is then; grades of another service are not compared. Pure."""

from collections.abc import Mapping
from typing import Any

# TACT Sch 7 para 1; CTBSA Sch 3 para 1.
SERVICES = {"IMMIGRATION": "Immigration officer", "CUSTOMS": "Customs officer"}
FIELDS = ("service", "grade", "service_number")
"""The names under which the entry of a question keeps it."""
REVIEWED = (
    "Where that officer is the examining officer, the detention is reviewed by an officer of a higher grade in the same service "
    "(Sch 8 para 20K; Sch 3 para 52). Grades of another service are not compared here: the officers decide it."
)


def is_outsider(detail: Mapping[str, Any] | None) -> bool:
    """Whether an entry says that an officer of another service asked."""
    return bool(detail and detail.get("service"))


def outsider_said(detail: Mapping[str, Any]) -> str:
    """`Immigration officer, grade …, number …`; empty for an officer of ours."""
    if not is_outsider(detail):
        return ""
    grade, number = detail.get("grade"), detail.get("service_number")
    service = SERVICES.get(str(detail["service"]), str(detail["service"]))
    return ", ".join([service, *([f"grade {grade}"] if grade else []), *([f"number {number}"] if number else [])])
