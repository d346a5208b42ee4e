"""Machine-readable lines of passports, identity cards and visas, read without Django, a table or the present moment. An officer types,
pastes or scans them; what they say fills the person's particulars."""

from examinations.mrz.exchange import to_json
from examinations.mrz.names import transliterate
from examinations.mrz.reading import Check, Correction, Reading, Unreadable, read_mrz, split_lines

__all__ = ["Check", "Correction", "Reading", "Unreadable", "read_mrz", "split_lines", "to_json", "transliterate"]
