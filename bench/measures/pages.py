"""Queries of a page, its time on the server against the floor, and its growth with the number of records."""

from collections.abc import Mapping, Sequence
from functools import partial

from bench.figures import Figure, alternately, median, ms, p95
from bench.worker import Worker

WIDEST = "di.region"
HOME, BOARD, QUEUE, REGION, MINE, NOTICES = "/", "/examinations/board/", "/quality-assurance/", "/region/", "/my-records/", "/notices/"
LEDGER, FIND, LIMITS, GOODS, DUTIES = (
    "/ledger/",
    "/find/?reference={reference}",
    "/examinations/limits/",
    "/examinations/goods/",
    "/rostering/",
)
JOINING, SCREENINGS, PEOPLE = "/examinations/join/", "/examinations/screenings/", "/people/"
REFERENCE, ASSESSMENT, ASSESSOR = "{reference}", "assessment", "assessor"  # of one of the prepared records
FRAME, EMPTY = "/bench/frame/", "/bench/empty/"
MOST_OVERHEAD = 6
TIMES = 40
GROWTH = 1.3
PAGE = 25


def record(key: str) -> str:
    return f"/examinations/{key}/"


def address(where: str, records: Mapping[str, str]) -> str:
    """A page's own address, with the reference that is to be found; or that of a page of one of the prepared records."""
    name, _, tab = where.partition("/")
    if name == ASSESSMENT:
        return f"{QUEUE}{records[ASSESSMENT]}/"
    return f"{record(records[name])}{tab}" if name in records else where.replace(REFERENCE, records[REFERENCE])


def sent(path: str, records: Mapping[str, str]) -> dict[str, str]:
    """What a page is asked by a form that is posted; nothing where the page is simply opened."""
    return {"reference": records[REFERENCE], "reason": "A benchmark"} if path == LEDGER else {}


# --- Queries ---------------------------------------------------------------------------------------------------------------


def queries(worker: Worker, records: Mapping[str, str]) -> list[Figure]:
    """The committed bounds, and that none of them grows with the rows shown."""
    overhead = worker.ask("queries", who=WIDEST, path=FRAME)
    live, waiting = worker.ask("live"), worker.ask("waiting")
    least = min(waiting, key=lambda port: waiting[port])
    shown = {
        "board": (8, {f"{sum(live.values())} live": (WIDEST, BOARD), f"{live['Luton']} live": ("sgt.luton", BOARD)}),
        "queue": (
            8,
            {
                f"{min(PAGE, sum(waiting.values()))} rows": (WIDEST, QUEUE),
                f"{min(PAGE, waiting[least])} rows": (WIDEST, f"{QUEUE}?port={least}"),
            },
        ),
        "record, live": (12, {f"{size} events": (WIDEST, record(records[f"live {size}"])) for size in ("many", "few")}),
        "record, submitted": (12, {f"{size} events": (WIDEST, record(records[f"submitted {size}"])) for size in ("many", "few")}),
    }
    bar = f"<= {MOST_OVERHEAD} queries"
    found = [Figure("overhead of any page", bar, str(overhead), overhead <= MOST_OVERHEAD, {"queries": overhead})]
    for name, (most, ways) in shown.items():
        counts = {rows: worker.ask("queries", who=who, path=path) - overhead for rows, (who, path) in ways.items()}
        is_met = max(counts.values()) <= most and len(set(counts.values())) == 1
        said = ", ".join(f"{count} ({rows})" for rows, count in counts.items())
        found.append(Figure(f"{name}: queries on top", f"<= {most}, constant in rows", said, is_met, counts))
    return found


# --- Time and growth -------------------------------------------------------------------------------------------------------


Found = Mapping[int, tuple[Worker, Mapping[str, str]]]  # for each number of examinations: the worker on it, and the keys of its records
NOTHING = "reader of nothing"
TIMED = (
    ("board", BOARD, 0.025),
    ("queue", QUEUE, 0.025),
    ("record, live", "live many", 0.025),
    ("record, submitted", "submitted many", 0.025),
)
OFFICER, ADMINISTRATOR, AUDITOR = "pc.stansted", "admin.vetting", "psd.auditor"
TABS = ("facts", "rights", "reviews", "property", "cash", "versions", "clocks", "breaches", "attachments", "examined-before", "seen-by",
        "papers", "documents")  # fmt: skip
# Who, what, where, and the answer expected.
GROWING = (
    (WIDEST, "home", HOME, 200),
    (WIDEST, "region", REGION, 200),
    (WIDEST, "notices", NOTICES, 200),
    (WIDEST, "find by reference", FIND, 302),
    (WIDEST, "limits", LIMITS, 200),
    (WIDEST, "goods", GOODS, 200),
    (WIDEST, "unfinished", "/examinations/unfinished/", 200),
    (WIDEST, "duties", DUTIES, 200),
    (OFFICER, "my records", MINE, 200),
    (OFFICER, "joining", JOINING, 200),
    (OFFICER, "screenings", SCREENINGS, 200),
    (ADMINISTRATOR, "people", PEOPLE, 200),
    (AUDITOR, "trail of a record in the ledger", LEDGER, 200),
    (ASSESSOR, "assessment", ASSESSMENT, 200),
    *((WIDEST, f"record, {tab}", f"submitted many/{tab}/", 200) for tab in TABS),
    (NOTHING, "home", HOME, 200),
    (NOTHING, "board", BOARD, 200),
    (NOTHING, "queue", QUEUE, 200),
    (NOTHING, "record (not found)", "submitted many", 404),
    (NOTHING, "my records", MINE, 200),
    (NOTHING, "region", REGION, 200),
)


def times(found: Found) -> list[Figure]:
    """Against the floor at each size, and from the smallest to the largest."""
    figures: list[Figure] = []
    growths: list[Figure] = []
    for name, where, bar in TIMED:
        calls = {}
        for size, (worker, records) in found.items():
            path = address(where, records)
            calls[size, "page"] = partial(worker.seconds, "get", who=WIDEST, path=path)
            calls[size, "empty"] = partial(worker.seconds, "get", who=WIDEST, path=EMPTY)
            calls[size, "rows"] = partial(worker.seconds, "rows", who=WIDEST, path=path)
        seconds = alternately(calls, times=TIMES)
        figures += [_against_floor(name, size, bar, *(seconds[size, part] for part in ("page", "empty", "rows"))) for size in found]
        growths += _growth(name, WIDEST, {size: seconds[size, "page"] for size in found})
    for who, name, where, status in GROWING if len(found) > 1 else ():
        gets = {}
        for size, (worker, records) in found.items():
            asked = {"path": address(where, records), "status": status, "sent": sent(where, records)}
            gets[size] = partial(worker.seconds, "get", who=records.get(who, who), **asked)
        growths += _growth(name, who, alternately(gets, times=TIMES))
    return figures + growths


def _against_floor(name: str, size: int, bar: float, page: Sequence[float], empty: Sequence[float], rows: Sequence[float]) -> Figure:
    took, floor = median(page), median(empty) + median(rows)
    allowed = max(bar, 4 * floor)
    said = f"{ms(took)} (p95 {ms(p95(page))}; floor {ms(floor)})"
    facts = {"median": took, "p95": p95(page), "empty": median(empty), "rows": median(rows), "allowed": allowed}
    return Figure(f"{name}: server time, {size:,} records", f"<= {ms(allowed)}", said, took <= allowed, facts)


def _growth(name: str, who: str, seconds: Mapping[int, Sequence[float]]) -> list[Figure]:
    if len(seconds) < 2:
        return []
    small, large = min(seconds), max(seconds)
    before, after = median(seconds[small]), median(seconds[large])
    said = f"{after / before:.2f} x ({ms(before)} to {ms(after)})"
    facts = {"before": before, "after": after, "ratio": after / before}
    return [Figure(f"{name}, {who}: {small:,} to {large:,}", f"<= {GROWTH} x", said, after <= GROWTH * before, facts)]
