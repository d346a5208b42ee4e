"""The deployment as its compose file describes it: what there is one of, what there may be many of, and who is given which secret."""

import re
from typing import Any

import pytest
import yaml

from borderops.launcher.places import ROOT

FILE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = {name: service for name, service in SERVICES.items() if str(service.get("image", "")).startswith("borderops:")}
OWNER = "BORDEROPS_OWNER_DATABASE_URL"


def environment(name: str) -> dict[str, Any]:
    found: dict[str, Any] = SERVICES[name].get("environment") or {}
    return found


def command(name: str) -> str:
    found = SERVICES[name].get("command") or []
    return found if isinstance(found, str) else " ".join(found)


def test_there_is_one_beat_and_the_file_asks_for_no_more() -> None:
    assert [name for name in SERVICES if " beat" in command(name)] == ["beat"]
    assert "deploy" not in SERVICES["beat"]
    assert "scale" not in SERVICES["beat"]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_any_number_of_webs_and_workers_can_stand_beside_each_other(name: str) -> None:
    """A name or a port of the host's own would belong to the first of them alone."""
    assert SERVICES[name].keys().isdisjoint({"container_name", "ports", "hostname"})


@pytest.mark.parametrize("name", SERVICES)
def test_every_file_of_a_secret_is_one_that_the_container_is_given(name: str) -> None:
    given = set(SERVICES[name].get("secrets", ()))
    named = {str(value) for key, value in environment(name).items() if key.endswith("_FILE") and str(value).startswith("/run/secrets/")}
    named |= set(re.findall(r"/run/secrets/\w+", command(name)))
    assert {path.removeprefix("/run/secrets/") for path in named} <= given
    assert given <= FILE["secrets"].keys()


def test_every_secret_is_a_file_and_is_given_to_somebody() -> None:
    assert all(secret.keys() == {"file"} and secret["file"].startswith("./secrets/") for secret in FILE["secrets"].values())
    assert {secret for service in SERVICES.values() for secret in service.get("secrets", ())} == FILE["secrets"].keys()


def test_no_secret_stands_in_an_environment() -> None:
    secret = re.compile(r"(PASSWORD|SECRET|SECRET_KEY|(DATABASE|REDIS)_URL|SIGNING_KEY)$")
    assert [(name, key) for name in SERVICES for key in environment(name) if secret.search(key)] == []


def test_only_the_container_that_migrates_is_given_the_owner_s_address() -> None:
    assert [name for name in OURS if f"{OWNER}_FILE" in environment(name) or OWNER in environment(name)] == ["migrate"]
    assert [name for name in OURS if "owner_database_url" in SERVICES[name].get("secrets", ())] == ["migrate"]
    assert [name for name in OURS if environment(name).get("BORDEROPS_DATABASE_ROLE") == "owner"] == ["migrate"]
    assert command("migrate").split()[-1] == "migrate"
    assert SERVICES["migrate"]["restart"] == "no"


def test_only_the_worker_holds_the_key_that_signs_the_seals() -> None:
    assert [name for name in SERVICES if "sealer_key" in SERVICES[name].get("secrets", ())] == ["worker"]


def test_redis_writes_down_what_is_queued_and_asks_for_a_password() -> None:
    words = command("redis")
    assert "--appendonly yes" in words
    assert "--requirepass" in words
    assert any(volume.endswith(":/data") for volume in SERVICES["redis"]["volumes"])


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - OURS.keys()))
def test_what_others_build_is_held_to_a_version(name: str) -> None:
    """Never `latest`, and of a database never whichever version comes next: its files would not open."""
    _, _, tag = SERVICES[name]["image"].partition(":")
    assert re.match(r"\d+(\.\d+)*", tag), SERVICES[name]["image"]


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert FILE["networks"]["inside"] == {"internal": True}
