"""PostgreSQL and Redis of one instance together, and the addresses that the rest of the launcher puts into environments."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from borderops.launcher.places import Instance
from borderops.launcher.postgres import Postgres
from borderops.launcher.redis import Redis
from borderops.launcher.say import Refusal, step

OWN_SERVERS = ("BORDEROPS_DATABASE_URL", "BORDEROPS_OWNER_DATABASE_URL", "BORDEROPS_REDIS_URL")


@contextmanager
def only_one(lock: Path, sentence: str, *, wait: bool = False) -> Iterator[None]:
    """Hold a lock that the kernel drops when this process dies, however it dies. Raises Refusal when another holds it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Refusal(sentence) from error
        yield


def given() -> dict[str, str]:
    """The operator's own servers, when all their addresses are in the environment. Raises Refusal when only some are."""
    named = {name: os.environ[name] for name in OWN_SERVERS if os.environ.get(name)}
    if named and len(named) < len(OWN_SERVERS):
        missing = ", ".join(sorted(set(OWN_SERVERS) - set(named)))
        raise Refusal(f"To use your own servers set all of {', '.join(OWN_SERVERS)}; missing: {missing}.")
    return named


@dataclass
class Servers:
    """The two embedded servers of an instance. `outlives` leaves them running when the launcher ends."""

    instance: Instance
    durable: bool = True
    outlives: bool = False
    postgres: Postgres = field(init=False)
    redis: Redis = field(init=False)

    def __post_init__(self) -> None:
        self.postgres = Postgres(self.instance, self.durable, self.outlives)
        self.redis = Redis(self.instance, self.outlives)

    @property
    def environment(self) -> dict[str, str]:
        return dict(zip(OWN_SERVERS, (self.postgres.url("bo_app"), self.postgres.url("bo_owner"), self.redis.url), strict=True))

    def ensure(self) -> bool:
        """Start what does not run yet; true when something was started. Safe against a second caller at the same moment."""
        with only_one(self.instance.folder / "starting.lock", "", wait=True):
            self.instance.prepare()
            if self.postgres.is_ready and self.postgres.is_running and self.redis.is_ready:
                self.postgres.create_roles()
                return False
            self.stop()
            self.start()
            return True

    def start(self) -> None:
        self.instance.prepare()
        new = not (self.postgres.data / "PG_VERSION").exists()
        with step("PostgreSQL, with a new cluster" if new else "PostgreSQL"):
            self.postgres.start()
            self.postgres.create_roles()
        with step("Redis"):
            self.redis.start()

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.stop()
