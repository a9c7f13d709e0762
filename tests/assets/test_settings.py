"""Settings: one declaration, read from the environment and one file, with one line for each mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assets.pipeline.ingest.web import fetch_settings
from assets.pipeline.settings.cron import validate_cron
from assets.pipeline.settings.declaration import ENVIRONMENT_ONLY, Settings, variable
from assets.pipeline.settings.documentation import document
from assets.pipeline.settings.files import SettingsError
from assets.pipeline.settings.load import load_settings, settings
from tests.orchestration.command_line import tip_here

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("TIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TIP_HOME", str(tmp_path))
    return tmp_path


def test_the_environment_comes_before_the_file_and_the_file_before_the_default(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "tip.toml").write_text('crawl_hours = 2\ncontact = "file@example.org"\n')
    monkeypatch.setenv("TIP_CONTACT", "variable@example.org")
    loaded = load_settings()
    assert (loaded.values.contact, loaded.origin("contact")) == ("variable@example.org", "TIP_CONTACT")
    assert (loaded.values.crawl_hours, loaded.origin("crawl_hours")) == (2, str(home / "tip.toml"))
    assert (loaded.values.build_hours, loaded.origin("build_hours")) == (4, "default")


def test_a_named_file_may_name_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "named.toml"
    file.write_text(f'home = "{tmp_path / "elsewhere"}"\nkeep_releases = 7\n')
    monkeypatch.delenv("TIP_HOME")
    monkeypatch.setenv("TIP_SETTINGS", str(file))
    assert "elsewhere" in tip_here_config(tmp_path)
    assert settings().keep_releases == 7


def tip_here_config(folder: Path) -> str:
    command = [sys.executable, "-m", "orchestration.cli.main", "config"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("content", "environment", "words"),
    [
        ("crawl_hours = 99", {}, ["tip.toml: crawl_hours=99", "less than or equal to 20"]),
        ("crawl_huors = 2", {}, ["crawl_huors: no such setting", "crawl_hours?"]),
        ('smtp_password = "p"', {}, ["is a secret", "TIP_SMTP_PASSWORD"]),
        ('home = "/x"', {}, ["in the home itself"]),
        ("x = ", {}, ["is no TOML"]),
        ("", {"TIP_PUBLISH_ARTICLE_TEXT": "perhaps"}, ["TIP_PUBLISH_ARTICLE_TEXT=perhaps"]),
        ("", {"TIP_CONTCT": "a@b.org"}, ["TIP_CONTCT", "TIP_CONTACT?"]),
        ('contact = "nobody"', {}, ["contact=nobody", "mail address"]),
        ("", {"TIP_SCHEDULE": "0 25 * * *"}, ["hour '25'"]),
        ("", {"TIP_ALERT_MAIL_TO": "a@b.org"}, ["needs smtp_host and alert_mail_from"]),
        ("", {"TIP_SETTINGS": "/nowhere.toml"}, ["TIP_SETTINGS=/nowhere.toml names no file"]),
        ("", {"TIP_ALERT_WEBHOOK": "ftp://token@x"}, ["TIP_ALERT_WEBHOOK=(secret)", "no web address"]),
    ],
)
def test_a_mistake_is_one_line_before_any_work(
    home: Path, monkeypatch: pytest.MonkeyPatch, content: str, environment: dict[str, str], words: list[str]
) -> None:
    (home / "tip.toml").write_text(content)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = tip_here(home, "run", "--plan", "--source", "sample")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert [word for word in words if word not in line] == [], line
    assert "token" not in line
    assert {path.name for path in home.iterdir()} == {"tip.toml"}


def test_every_mistake_has_a_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "tip.toml").write_text("crawl_hours = 0\nkeep_releases = 0\n")
    monkeypatch.setenv("TIP_SMTP_PORT", "many")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert len(raised.value.lines) == 3


def test_secrets_are_never_shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_ALERT_WEBHOOK", "https://hooks.example.org/tokenvalue")
    monkeypatch.setenv("TIP_SMTP_USER", "tip")
    monkeypatch.setenv("TIP_SMTP_PASSWORD", "passwordvalue")
    for arguments in (["config"], ["config", "--json"]):
        done = tip_here(home, *arguments)
        assert done.returncode == 0, done.stderr
        assert "********" in done.stdout
        assert "tokenvalue" not in done.stdout + repr(settings())
        assert "passwordvalue" not in done.stdout + repr(settings())
    assert {"alert_webhook", "smtp_password"} <= ENVIRONMENT_ONLY


def test_dependent_limits_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_CONTACT", "a@example.org")
    monkeypatch.setenv("TIP_CRAWL_HOURS", "10")
    monkeypatch.setenv("TIP_READ_TIMEOUT", "60")
    crawl = fetch_settings()
    assert settings().run_seconds > crawl.hours_per_run * 3600 == 36_000
    assert crawl.connect_timeout_seconds < crawl.read_timeout_seconds == 60 < crawl.total_timeout_seconds
    in_clone = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    assert in_clone["run_monitoring"]["max_runtime_seconds"] == Settings().run_seconds  # type: ignore[call-arg]


def test_the_address_of_the_site_ends_with_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_SITE_URL", "https://example.org/tip")
    assert settings().site_url == "https://example.org/tip/"


@pytest.mark.parametrize(
    "text", ["example.org", "file:///tip", "https://", "https://e.org/?q", "https://[e.org/", "http://e.org/ä"]
)
def test_no_address_of_a_site(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("TIP_SITE_URL", text)
    with pytest.raises(SettingsError, match="is no web address"):
        settings()


@pytest.mark.parametrize("text", ["* * * * *", "0 3 * * *", "*/15 0-6 1,15 * 1-5", "30 12 * * 7"])
def test_a_cron_expression(text: str) -> None:
    validate_cron(text)


@pytest.mark.parametrize("text", ["", "daily", "0 3 * *", "60 * * * *", "5/2 * * * *", "* * 0 * *", "9-3 * * * *"])
def test_no_cron_expression(text: str) -> None:
    with pytest.raises(ValueError, match=r"cron|minute|day"):
        validate_cron(text)


def test_the_documentation_is_that_of_the_declaration() -> None:
    assert (ROOT / "docs/settings.md").read_text() == document()


def test_only_the_settings_read_variables_of_the_project() -> None:
    read = {variable(name) for name in Settings.model_fields} - {"TIP_HOME"}
    for folder in ("orchestration", "assets", "sources", "warehouse"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text()
            used = [name for name in read if f'environ["{name}"]' in text or f'environ.get("{name}"' in text]
            assert not used, f"{path} reads {used}"
