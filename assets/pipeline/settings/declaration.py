"""The declaration of all settings: names, types, limits, defaults and meaning.

A setting `name` is read from the variable `TIP_NAME`, or from the key `name` of the settings file. Checks of values,
`tip config` and docs/settings.md derive from this declaration.
"""

import ipaddress
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator

from assets.pipeline.settings.cron import validate_cron
from sources.fetch.contact import is_contact
from warehouse.object_store import validate_address

PREFIX: Final = "TIP_"

ENVIRONMENT_ONLY: Final = frozenset(("alert_webhook", "broker", "smtp_password"))
"""Secrets. They are never read from a file and never shown."""

_SECONDS_PER_HOUR: Final = 3600


def _separated(value: Any) -> Any:
    """A text as a list: addresses separated by commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseModel):
    """The settings of an installation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path | None = Field(None, description="folder of all data; not in the file inside this folder")
    contact: str = Field(
        "", description="mail address or web page of the person who runs live crawls; part of the User-Agent"
    )
    publish_article_text: bool = Field(
        False, description="whether releases hold the text of news articles; only with the right to publish them"
    )

    site_url: str = Field(
        "",
        description="address at which `current/report/` is served; feeds and verdicts then have whole links",
    )
    releases: str = Field(
        "", description="object store that also receives each release, s3://bucket/prefix; AWS_* variables give access"
    )
    release_partitions: bool = Field(
        False, description="whether the object store also has the files of a release by country and year"
    )
    archive: str = Field(
        "", description="object store that also receives the WARC segments of the archive, s3://bucket/prefix"
    )

    broker: SecretStr | None = Field(
        None, description="Redis of the workers that read pages on other machines, redis://host:6379/0"
    )
    unit_minutes: float = Field(
        10, gt=0, le=600, description="longest time of a unit at a worker, in minutes; then another worker gets it"
    )

    schedule: str = Field("0 3 * * *", description="when the nightly run starts: cron expression, UTC")
    crawl_hours: float = Field(8, gt=0, le=20, description="longest time of the crawl of a nightly run, in hours")
    build_hours: float = Field(
        4, gt=0, le=48, description="longest time of reading, building, checking and publishing in one run, in hours"
    )
    requests_per_day: int = Field(2_000, ge=1, le=100_000, description="most requests of a crawl day to all hosts")
    read_timeout: float = Field(
        30, ge=1, le=600, description="seconds without a byte after which a request fails; other timeouts follow it"
    )
    stale_after_days: int = Field(
        3, ge=1, le=365, description="days without any answer after which a source counts as stale"
    )

    keep_run_days: int = Field(90, ge=1, description="days that the history of a run is kept")
    keep_releases: int = Field(100, ge=1, description="number of newest releases that are kept; pinned ones always are")
    keep_capture_days: int | None = Field(
        None,
        ge=1,
        description="days after which a capture that only repeats the ones before and after it is removed; without a"
        " value every capture is kept",
    )
    prune_schedule: str = Field("30 12 * * *", description="when old history and releases are removed: cron, UTC")
    log_megabytes: float = Field(10, gt=0, le=1000, description="size of a log file of `tip ui` before it is rotated")
    log_files: int = Field(5, ge=1, le=100, description="number of rotated log files that are kept")

    alert_webhook: SecretStr | None = Field(
        None, description="address that receives each alert as JSON, by POST; http or https"
    )
    alert_mail_to: Annotated[list[str], BeforeValidator(_separated)] = Field(
        [], description="mail addresses that receive each alert, separated by commas"
    )
    alert_mail_from: str = Field("", description="sender of alerts by mail")
    smtp_host: str = Field("", description="mail server for alerts")
    smtp_port: int = Field(587, ge=1, le=65535, description="port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="encryption of the connection to the mail server"
    )
    smtp_user: str = Field("", description="user name at the mail server; none without it")
    smtp_password: SecretStr | None = Field(None, description="password at the mail server")

    @field_validator("contact")
    @classmethod
    def _contact_is_reachable(cls, value: str) -> str:
        if value and not is_contact(value):
            raise ValueError("is no mail address and no web page")
        return value

    @field_validator("site_url")
    @classmethod
    def _site_is_web_address(cls, value: str) -> str:
        if value and not is_site_address(value):
            raise ValueError("is no web address without ? and #; http or https is needed")
        return value and f"{value.rstrip('/')}/"

    @field_validator("releases", "archive")
    @classmethod
    def _store_is_address(cls, value: str) -> str:
        return validate_address(value) if value else value

    @field_validator("broker")
    @classmethod
    def _broker_is_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            if parts.scheme not in ("redis", "rediss") or not parts.hostname:
                raise ValueError("is no address of a Redis server, such as redis://host:6379/0")
        return value

    @field_validator("schedule", "prune_schedule")
    @classmethod
    def _schedule_is_cron(cls, value: str) -> str:
        validate_cron(value)
        return value

    @field_validator("alert_webhook")
    @classmethod
    def _webhook_is_web_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError("is no web address; http or https is needed")
        return value

    @field_validator("alert_mail_to")
    @classmethod
    def _mail_addresses(cls, value: list[str]) -> list[str]:
        wrong = [address for address in value if not is_contact(address) or "@" not in address]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no mail address")
        return value

    @model_validator(mode="after")
    def _stores_are_apart(self) -> Self:
        one, other = f"{self.releases}/", f"{self.archive}/"
        if self.releases and self.archive and (one.startswith(other) or other.startswith(one)):
            raise ValueError("releases and archive name the same folder of the object store; give each its own")
        return self

    @model_validator(mode="after")
    def _mail_is_complete(self) -> Self:
        if self.alert_mail_to and not (self.smtp_host and self.alert_mail_from):
            raise ValueError("alert_mail_to needs smtp_host and alert_mail_from")
        if bool(self.smtp_user) != (self.smtp_password is not None):
            raise ValueError("smtp_user and smtp_password need each other")
        if self.smtp_user and self.smtp_security == "none" and not _is_loopback(self.smtp_host):
            raise ValueError("smtp_security = none would send the password unencrypted; set starttls or tls")
        return self

    @property
    def run_seconds(self) -> int:
        """Longest time of a run in seconds: its crawl, and all that follows. A longer run hangs and is ended."""
        return round((self.crawl_hours + self.build_hours) * _SECONDS_PER_HOUR)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def is_site_address(text: str) -> bool:
    """Whether a text is an address below which pages can be served: http or https, a host, no query, no fragment."""
    try:
        parts = urlsplit(text)
    except ValueError:  # a host in brackets that is no IPv6 address
        return False
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' "<>\\^`{|}?#')
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_plain


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
