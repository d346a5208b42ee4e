"""The one exchange form of what was read: what `manage.py mrz` prints."""

from typing import Any

from examinations.gazetteer import state_name
from examinations.mrz.reading import Correction, Reading


def to_json(read: Reading) -> dict[str, Any]:
    """Fields, check digits field by field, likely corrections and warnings. Dates are ISO 8601; a code stands with its name."""
    return {
        "format": read.layout.name,
        "document_kind": read.document_kind,
        "issuing_state": _state(read.issuing_state),
        "family_name": read.family_name,
        "given_names": read.given_names,
        "document_number": read.document_number,
        "nationality": _state(read.nationality),
        "born_on": read.born_on.isoformat() if read.born_on else None,
        "sex": read.sex or None,
        "expires_on": read.expires_on.isoformat() if read.expires_on else None,
        "optional": read.optional,
        "valid": read.holds,
        "checks": [
            {"field": check.field, "printed": check.printed, "computed": check.computed, "valid": check.holds} for check in read.checks
        ],
        "corrections": [_correction(one) for one in read.corrections],
        "warnings": list(read.warnings),
    }


def _state(code: str) -> dict[str, str | None]:
    return {"code": code, "name": state_name(code) or None}


def _correction(one: Correction) -> dict[str, Any]:
    signs = [{"line": line, "position": position, "read": read, "likely": likely} for line, position, read, likely in one.signs]
    return {"field": one.field, "value": one.value, "signs": signs}
