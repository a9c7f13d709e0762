"""`tip fact-check`: the claims of one article, held against the current release."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.pipeline.home.home import Home

if TYPE_CHECKING:
    from assets.pipeline.fact_check import ReadCapture
    from sources.archive.capture import Capture


@click.command("fact-check")
@click.argument("file_or_url")
@click.option("--published", help="Publication date of the article, such as 2010-06-15.", metavar="DATE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: {table: [row, ...]}.")
def fact_check_command(file_or_url: str, published: str | None, as_json: bool) -> None:
    """Hold the claims of one article against the current release.

    The argument is a saved page, a plain text, or the address of a page. An address is looked up in the archive first;
    a page that is not there is fetched, and not stored. The exit code is 0 whatever the verdicts are.

    \b
    Example:
      tip fact-check article.html --published 2010-06-15
      tip fact-check https://paper.example/2010/06/15/cambodia-upgraded --json
    """
    from assets.pipeline.fact_check import fact_check
    from orchestration.cli.arguments import day_argument
    from orchestration.cli.current_release import current_release

    day = day_argument("--published", published)
    home = Home.from_environment()
    release = current_release(home)
    found = fact_check(_article(home, file_or_url, day), release.path)
    if found.rejected:
        problem = found.rejected[0].row
        hint = "; name the day with --published DATE" if problem["reason"] == "no_date" else ""
        raise click.ClickException(f"rejected ({problem['reason']}): {problem['detail']}{hint}")
    if not found.is_about_report:
        click.echo(f"tip: {file_or_url} is not about the Trafficking in Persons Report", err=True)
    if as_json:
        click.echo(json.dumps(found.tables, ensure_ascii=False, indent=1, default=str))
    else:
        _print(found.tables, release.name)


def _article(home: Home, file_or_url: str, day: date | None) -> "ReadCapture":
    """The article, with the day of publication that this command or an import declares."""
    from assets.pipeline.fact_check import ReadCapture
    from orchestration.cli.arguments import unicode_text
    from orchestration.cli.saved_page import saved_page

    if not file_or_url.startswith(("http://", "https://")):
        path = Path(file_or_url)
        if not path.is_file():
            raise click.UsageError(f"{file_or_url}: no such file")
        return ReadCapture.of(saved_page(path, path.name, None), day)
    url = unicode_text(file_or_url)
    archived = _archived(home, url)
    if archived is not None and day in (None, archived.published):
        return archived  # read to choose it from the captures of its page
    return ReadCapture.of(archived.capture if archived is not None else _fetched(url), day)


def _archived(home: Home, url: str) -> "ReadCapture | None":
    """The capture in use of a page in the archive; None where there is none."""
    from assets.pipeline.fact_check import archived_article
    from assets.pipeline.home.readable import readable_home
    from sources.registry.address import clean, page_key

    if not (home.archive_folder / "index.sqlite").exists():
        return None
    with readable_home(home) as readable, readable.archive() as archive:
        captures = archive.index.captures_of_page(page_key(clean(url)))
    return archived_article(home.archive_folder, captures)


def _fetched(url: str) -> "Capture":
    from assets.pipeline.ingest.web import fetch_settings
    from sources.fetch.one_page import NotFetchedError, fetch_one_page
    from sources.fetch.settings import NoContactError

    try:
        return fetch_one_page(url, fetch_settings())
    except NotFetchedError as error:
        raise click.ClickException(str(error)) from error
    except NoContactError as error:
        raise click.ClickException(f"the archive has no capture of {url}, and {error}") from error


def _print(tables: dict[str, list[dict[str, Any]]], release: str) -> None:
    """Prints the article and its claims for people."""
    for article in tables["news_articles"]:
        publisher = article["publisher"] or "unknown publisher"
        click.echo(f"{article['published'] or 'no day of publication'} {publisher}: {article['title'] or 'no title'}")
    checks = {check["claim_id"]: check for check in tables["claim_checks"]}
    for claim in tables["news_claims"]:
        check = checks[claim["claim_id"]]
        verdict = f"{check['relation']} ({check['reason']})" if check["reason"] else check["relation"]
        click.echo(f"\n{_statement(claim)}: {verdict}")
        click.echo(f"  article: {claim['sentence']}")
        click.echo(f"  verdict: {check['explanation']}")
        if check["official_sentence"]:
            click.echo(f"  report:  {check['official_sentence']}")
        if check["official_url"]:
            click.echo(f"  address: {check['official_url']}")
    if tables["news_articles"]:
        click.echo(f"\n{len(tables['news_claims'])} claims, release {release}")


def _statement(claim: dict[str, Any]) -> str:
    """A claim in one line: `KHM 2010 tier_change upgraded from 2WL`."""
    value = claim["value"] if claim["value_high"] is None else f"{claim['value']}-{claim['value_high']}"
    parts = [claim["country"], claim["report_year"], claim["claim_kind"], claim["measure"], claim["qualifier"], value]
    before = f" from {claim['previous_value']}" if claim["previous_value"] else ""
    shown = (str(part).replace("_", " ") for part in parts if part not in (None, "exact"))
    return " ".join(shown) + before
