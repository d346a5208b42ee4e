"""What the pages show: one function a page, a known number of queries, typed results."""

from examinations.queries.board import colleagues, eligible_reviewers, review_board
from examinations.queries.bodies import BiometricLine
from examinations.queries.cash import cash_of, one_seizure
from examinations.queries.finding import examination_to_join, find_by_reference, joinable, my_records
from examinations.queries.goods import goods_records
from examinations.queries.law import LawPage, applied_readings, calendar_span, entries_of, law_page
from examinations.queries.limits import limit_lines, open_limits
from examinations.queries.past import Past, as_it_stood
from examinations.queries.past_things import Linked, ThingsThen, linked_then, things_then
from examinations.queries.previous import Previous, Sought, previous, sought_by, sought_in
from examinations.queries.property import CopyLine, ItemLine, PropertyPage, one_item, property_page, record_findings
from examinations.queries.record import live_panel, previous_to, record_by_key, record_page, records, timeline_page
from examinations.queries.region import region_picture
from examinations.queries.results import BoardRow, LivePanel, MyRecord, MyRecords, PortPicture, RecordPage, RegionPicture
from examinations.queries.rights import rights_findings, treatment_lines
from examinations.queries.routes import Route
from examinations.queries.screening import latest_screenings, running_screenings, screened, screening_findings, screenings
from examinations.queries.unfinished import Unfinished, ports_of_the_unfinished, unfinished_lines, unfinished_records
from examinations.reviewers import Reviewer

__all__ = [
    "BiometricLine",
    "BoardRow",
    "CopyLine",
    "ItemLine",
    "LawPage",
    "Linked",
    "LivePanel",
    "MyRecord",
    "MyRecords",
    "Past",
    "PortPicture",
    "Previous",
    "PropertyPage",
    "RecordPage",
    "RegionPicture",
    "Reviewer",
    "Route",
    "Sought",
    "ThingsThen",
    "Unfinished",
    "applied_readings",
    "as_it_stood",
    "calendar_span",
    "cash_of",
    "colleagues",
    "eligible_reviewers",
    "entries_of",
    "examination_to_join",
    "find_by_reference",
    "goods_records",
    "joinable",
    "latest_screenings",
    "law_page",
    "limit_lines",
    "linked_then",
    "live_panel",
    "my_records",
    "one_item",
    "one_seizure",
    "open_limits",
    "ports_of_the_unfinished",
    "previous",
    "previous_to",
    "property_page",
    "record_by_key",
    "record_findings",
    "record_page",
    "records",
    "region_picture",
    "review_board",
    "rights_findings",
    "running_screenings",
    "screened",
    "screening_findings",
    "screenings",
    "sought_by",
    "sought_in",
    "things_then",
    "timeline_page",
    "treatment_lines",
    "unfinished_lines",
    "unfinished_records",
]
