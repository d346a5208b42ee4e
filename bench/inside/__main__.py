"""`python -m bench.inside`: answers one line of JSON for each line that comes, until the pipe is closed."""

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django


def acts() -> dict[str, Callable[..., Any]]:
    """What can be asked for, by name. Imported late, because models come only after the set-up."""
    from bench.inside import clocks, ledger, packs, pages, papers, records, saves

    return {act.__name__: act for module in (clocks, ledger, packs, pages, papers, records, saves) for act in module.ACTS}


def main() -> None:
    # Whatever the service prints goes to the log; only answers go to the pipe.
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    django.setup()
    from borderops.kit.settling import settle

    known = acts()
    settle()  # as the web process does
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": known[asked.pop("act")](**asked)}
        except Exception as error:
            traceback.print_exc()
            answer = {"fault": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, default=str), file=pipe, flush=True)


if __name__ == "__main__":
    main()
