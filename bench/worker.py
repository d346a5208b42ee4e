"""A process of the service on one database, asked over a pipe: one line of JSON each way. What it measures, it measures inside itself."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.databases import Databases
from borderops.launcher.places import PYTHON, ROOT
from borderops.launcher.say import Refusal


class Worker:
    """One process. `ask` waits for its answer; `tell` and `hear` are the two halves, for several processes at once."""

    def __init__(self, databases: Databases, database: str) -> None:
        log = databases.tree.folder / "workers.log"
        env = {**os.environ, **databases.environment(database)}
        with log.open("ab") as errors:
            command = [str(PYTHON), "-W", "ignore", "-m", "bench.inside"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        self.log: Path = log

    def tell(self, act: str, **values: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"act": act, **values}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        answer = json.loads(self.process.stdout.readline() or '{"fault": "it ended"}')
        if "fault" in answer:
            raise Refusal(f"A benchmark's process failed: {answer['fault']} (more is in {self.log}).")
        return answer["answer"]

    def ask(self, act: str, **values: Any) -> Any:
        self.tell(act, **values)
        return self.hear()

    def seconds(self, act: str, **values: Any) -> float:
        return float(self.ask(act, **values))

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


@contextmanager
def workers(databases: Databases, names: Sequence[str]) -> Iterator[list[Worker]]:
    """One process for each of the named databases, ended afterwards."""
    with ExitStack() as stack:
        found = []
        for name in names:
            found.append(Worker(databases, name))
            stack.callback(found[-1].end)
        yield found
