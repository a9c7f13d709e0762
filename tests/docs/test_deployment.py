"""The files of deploy/ are valid, run without rights, and fit each other."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from assets.pipeline.settings.declaration import Settings
from orchestration.instance import OF_THIS_PROJECT
from orchestration.instance_settings import lines_of_settings
from tests.docs.project_files import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OWN = [name for name, service in COMPOSE["services"].items() if service["image"] == "tip-warehouse"]
CHART_KEYS = {
    "global", "dagsterWebserver", "dagster-user-deployments", "scheduler", "runLauncher", "postgresql", "dagsterDaemon",
    "generatePostgresqlPasswordSecret", "generateCeleryConfigSecret", "computeLogManager", "telemetry", "ingress",
    "imagePullSecrets", "pythonLogs", "retention", "rabbitmq", "redis", "flower", "busybox", "migrate",
    "serviceAccount", "nameOverride", "fullnameOverride", "rbacEnabled", "extraManifests", "additionalInstanceConfig",
}  # fmt: skip
"""The keys that the values of Dagster's Helm chart document."""


@pytest.mark.parametrize("name", OWN)
def test_a_container_has_no_rights_and_says_whether_it_is_well(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["user"] == "10001:10001"
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert name == "web" or service["healthcheck"]["test"]  # the image has the check of the web server
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_containers_name_what_exists() -> None:
    for service in COMPOSE["services"].values():
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"])
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / source).is_file()
    assert {"code", "web", "daemon", "postgres", "s3", "monitor"} == set(COMPOSE["services"])
    (server,) = yaml.safe_load((DEPLOY / "workspace.yaml").read_text())["load_from"]
    assert server["grpc_server"]["host"] in COMPOSE["services"]


def test_no_secret_is_in_a_file() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            for line in path.read_text().splitlines():
                found = re.search(r"(?i)\b(?:password|secret|token)\w*\s*[:=]\s*(\S+)", line)
                assert found is None or found[1].startswith(("$", "{env", "true", "...")), line


def test_the_settings_of_dagster_fit() -> None:
    content = yaml.safe_load((DEPLOY / "dagster.yaml").read_text())
    assert list(lines_of_settings(content, Settings())) == []  # type: ignore[call-arg]


def test_the_image_has_a_user_and_a_health_check_and_copies_what_exists() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]) <= copied
    # the chart and compose.yaml name the whole command
    assert not any(line.startswith("ENTRYPOINT") for line in lines)
    programs = {"dagster", "dagster-webserver", "dagster-daemon", "tip"}
    assert {COMPOSE["services"][name]["command"][0] for name in OWN} == programs
    ignored = (ROOT / ".dockerignore").read_text()
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists()
                assert f"!{name}\n" in ignored


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_a_unit_of_systemd_is_valid(path: Path, tmp_path: Path) -> None:
    text = path.read_text()
    for directive in ("Restart=always", "User=tip", "NoNewPrivileges=yes", "ProtectSystem=strict"):
        assert f"{directive}\n" in text
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    unit = tmp_path / path.name
    unit.write_text(text.replace("/opt/tip/bin/tip", sys.executable))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if path.name in line]
    assert complaints == [], done.stderr


def test_the_values_for_helm_have_keys_of_the_chart() -> None:
    values = yaml.safe_load((DEPLOY / "helm-values.yaml").read_text())
    assert set(values) <= CHART_KEYS
    (deployment,) = values["dagster-user-deployments"]["deployments"]
    assert deployment["codeServerArgs"] == ["-m", "orchestration.definitions"]
    assert deployment["securityContext"]["readOnlyRootFilesystem"] is True
    # runs carry the name of the location; `tip doctor` and alerts select runs by it
    assert f"__repository__@{deployment['name']}" in OF_THIS_PROJECT[".dagster/repository"]
    volumes, mounts = ({each["name"] for each in deployment[key]} for key in ("volumes", "volumeMounts"))
    assert volumes == mounts
    (claim,) = values["extraManifests"]
    assert {"name": "data", "persistentVolumeClaim": {"claimName": claim["metadata"]["name"]}} in deployment["volumes"]
    version = re.search(r"--version ([\d.]+) ", (DEPLOY / "helm-values.yaml").read_text())
    assert version is not None
    assert f"\ndagster=={version[1]} " in (ROOT / "requirements.lock").read_text()
    assert values["postgresql"]["postgresqlScheme"] == "postgresql+psycopg2"


def test_workers_in_kubernetes_have_no_rights() -> None:
    content = yaml.safe_load((DEPLOY / "kubernetes-workers.yaml").read_text())
    pod = content["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["command"] == ["tip", "worker"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
