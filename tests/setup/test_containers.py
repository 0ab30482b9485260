"""docker-compose.yml and Dockerfile, as far as they can be checked without a container engine.

data/compose_spec.json is the schema of the Compose Specification as Docker's docker-compose 1.29.2
ships it, under the Apache License 2.0.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from recruiter.embedded.postgres import EXTENSIONS, INITDB
from recruiter.embedded.valkey import Valkey
from setup.environment import CHECKOUT

SCHEMA = Path(__file__).parent / "data" / "compose_spec.json"
OURS = ("web", "worker", "beat", "dispatcher")
TEXT = (CHECKOUT / "docker-compose.yml").read_text()
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(TEXT)
    return found


def validator() -> jsonschema.Draft201909Validator:
    return jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text()))


def copied() -> list[str]:
    """What the Dockerfile copies out of the checkout."""
    lines = re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def test_it_is_what_the_specification_allows(compose: dict[str, Any]) -> None:
    validator().validate(compose)


def test_the_schema_refuses_a_misspelt_key(compose: dict[str, Any]) -> None:
    wrong = {**compose, "services": {"web": {"image": "it", "comand": "run"}}}
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(wrong)


def test_every_service_that_stays_has_a_health_check(compose: dict[str, Any]) -> None:
    services = compose["services"]
    stays = {name for name, service in services.items() if service["restart"] != "no"}
    assert stays == {"db", "valkey", *OURS}
    assert {name for name in stays if services[name]["healthcheck"]["test"]} == stays


def test_ours_wait_for_what_they_need(compose: dict[str, Any]) -> None:
    for name in OURS:
        needed = compose["services"][name]["depends_on"]
        assert needed["migrate"]["condition"] == "service_completed_successfully"
        assert needed["valkey"]["condition"] == "service_healthy"


def test_ours_run_the_production_profile_with_no_privilege(compose: dict[str, Any]) -> None:
    for name in (*OURS, "migrate"):
        service = compose["services"][name]
        assert service["environment"]["CULTIVATE_PRODUCTION"] == "1"
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        assert "privileged" not in service


def test_nothing_listens_beyond_this_machine(compose: dict[str, Any]) -> None:
    published = [
        port for service in compose["services"].values() for port in service.get("ports", [])
    ]
    assert published == ["127.0.0.1:${PORT:-8000}:8000"]


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    for name in ("POSTGRES_PASSWORD", "CULTIVATE_PASSWORD", "SECRET_KEY", "ALLOWED_HOSTS"):
        uses = re.findall(rf"\${{{name}[^}}]*}}", TEXT)
        assert uses, name
        assert all(use == f"${{{name}:?set it in .env}}" for use in uses), name


def test_the_database_is_made_as_ours_is(compose: dict[str, Any]) -> None:
    given = set(compose["services"]["db"]["environment"]["POSTGRES_INITDB_ARGS"].split())
    # How to log in differs: by password over a network, by user on a socket.
    ours = {option for option in INITDB if not option.startswith(("--auth", "--username"))}
    assert given == ours
    script = (CHECKOUT / "setup" / "postgres" / "10-cultivate.sh").read_text()
    assert re.findall(r"CREATE EXTENSION (\w+);", script) == list(EXTENSIONS)
    assert not re.search(r"SUPERUSER", script)


def test_the_broker_keeps_what_ours_keeps(compose: dict[str, Any], own_valkey: Valkey) -> None:
    def kept(command: list[str]) -> dict[str, str]:
        options = dict(zip(command[1::2], command[2::2], strict=True))
        return {name: options[name] for name in ("--appendonly", "--save", "--maxmemory-policy")}

    assert kept(compose["services"]["valkey"]["command"]) == kept(own_valkey.command())


def test_the_image_is_built_from_the_lock_and_runs_as_nobody_special() -> None:
    assert "--require-hashes --no-deps" in DOCKERFILE
    assert "-r requirements/runtime.txt" in DOCKERFILE
    last_user = re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE)[-1]
    assert last_user == "cultivate"
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")


def test_what_the_image_copies_is_let_through() -> None:
    let_through = {
        line.removeprefix("!")
        for line in (CHECKOUT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    assert let_through == set(copied())


def test_what_the_image_copies_is_enough_to_start(tmp_path: Path) -> None:
    for name in copied():
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, tmp_path / name)
    given = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "of the image's test, long enough to be taken for a real one: 0123456789",
        "DATABASE_URL": "postgres://cultivate:secret@db/cultivate",
        "REDIS_URL": "redis://valkey:6379/0",
        "ALLOWED_HOSTS": "cultivate.example.com",
        "CULTIVATE_PRODUCTION": "1",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=tmp_path,
        env=given,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_commands_are_those_of_make_run(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["worker"]["command"][2:6] == ["celery", "--quiet", "--app=recruiter", "worker"]
    assert services["beat"]["command"][2:6] == ["celery", "--quiet", "--app=recruiter", "beat"]
    assert services["dispatcher"]["command"] == ["python", "manage.py", "dispatch"]
