"""`tip accept` and `tip refuse`: a person's decision about a capture."""

import getpass
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import click

from assets.pipeline.home.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from sources.archive.stored import StoredCapture

_DIGEST: Final = re.compile(r"[0-9a-f]{8,64}", re.IGNORECASE)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument and the options of both commands."""
    options = (
        click.argument("url"),
        click.option(
            "--digest",
            metavar="D",
            help="SHA-256 of the capture, or its first 8 digits or more; by default the newest capture that can be"
            " read.",
        ),
        click.option("--reason", required=True, metavar="TEXT", help="Why, for everybody who reads the decision."),
        click.option("--by", metavar="NAME", help="Who decides; by default the name of the user."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("accept")
@_options
def accept_command(url: str, digest: str | None, reason: str, by: str | None) -> None:
    """Put a capture in use, although it lost sections or words of an earlier one.

    The next run reads the edition of the page again. Newer captures are then compared with this one.

    \b
    Example:
      tip accept https://www.state.gov/reports/2023-trafficking-in-persons-report/cambodia/ --reason "shortened in May"
    """
    _decide("accept", url, digest, reason, by)


@click.command("refuse")
@_options
def refuse_command(url: str, digest: str | None, reason: str, by: str | None) -> None:
    """Do not use a capture. Another capture of the page is in use, if the archive has one.

    The next run reads the edition of the page again.

    \b
    Example:
      tip refuse https://www.state.gov/reports/2023-trafficking-in-persons-report/cambodia/ --reason "page of an error"
    """
    _decide("refuse", url, digest, reason, by)


def _decide(kind: str, url: str, digest: str | None, reason: str, by: str | None) -> None:
    from assets.pipeline.home.lock import writing
    from sources.archive.decisions import Decision, append_decision
    from sources.registry.address import clean, page_key
    from warehouse.tables.vocabulary import DecisionKind

    if not reason.strip():
        raise click.UsageError("--reason is empty; say why")
    if digest is not None and not _DIGEST.fullmatch(digest):
        raise click.UsageError(f"--digest {digest}: 8 to 64 hexadecimal digits")
    home = Home.from_environment()
    if home.kind is None:
        raise click.ClickException(f"{home.folder} has no archive yet; `tip run` or `tip import` creates one")
    with writing(home.folder, "archive"):
        with home.archive() as archive:
            captures = archive.index.captures_of_page(page_key(clean(url)))
        if not captures:
            raise click.ClickException(f"the archive has no capture of {url}")
        capture = _capture_of(captures, digest, home.archive_folder, url)
        if kind == DecisionKind.ACCEPT and (error := _reading_error(capture, home.archive_folder)) is not None:
            raise click.ClickException(f"the capture of {capture.entry.captured_at} cannot be read: {error}")
        entry = capture.entry
        decided_by = by or _user_name()
        append_decision(
            home.archive_folder,
            Decision(entry.url, entry.digest, DecisionKind(kind), reason.strip(), decided_by, datetime.now(UTC)),
        )
    click.echo(
        f"{kind}: {entry.url}, the capture of {entry.captured_at} ({entry.digest[:16]});"
        " `tip run` reads its edition again"
    )


def _capture_of(captures: "list[StoredCapture]", digest: str | None, folder: "Path", url: str) -> "StoredCapture":
    """The capture with a digest; without one the newest that can be read, or else the newest."""
    newest_first = captures[::-1]
    if digest is None:
        return next((each for each in newest_first if _reading_error(each, folder) is None), newest_first[0])
    found = [each for each in newest_first if each.entry.digest.startswith(digest.lower())]
    if len({each.entry.digest for each in found}) > 1:
        raise click.UsageError(f"--digest {digest} fits several captures of {url}; give more digits")
    if not found:
        known = ", ".join(
            dict.fromkeys(f"{each.entry.digest[:16]} ({each.entry.captured_at})" for each in newest_first)
        )
        raise click.ClickException(f"no capture of {url} has the digest {digest}; the archive has {known}")
    return found[0]


def _reading_error(capture: "StoredCapture", folder: "Path") -> str | None:
    """Why a capture cannot be read; None where it can."""
    from datetime import date

    from sources.archive.stored import load_stored
    from sources.news.article_rows import read_article
    from sources.registry.families import NEWS
    from sources.state_department.pages import read_page

    loaded = load_stored(folder, capture)
    if capture.entry.family == NEWS:
        published = date.fromisoformat(capture.published) if capture.published else None
        article = read_article(loaded, published)
        return None if article.outcome == "read" else _first_detail(article.rejected, article.outcome)
    page = read_page(loaded)
    return None if page.is_good else _first_detail(page.rejected, "not a page of a report")


def _first_detail(rejected: Any, otherwise: str) -> str:
    return next((str(row.detail) for row in rejected), otherwise)


def _user_name() -> str:
    """The name of the user; the number where the machine has no name for it."""
    import os

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"
