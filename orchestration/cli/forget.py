"""`tip forget`: takes an article out of the archive and all later releases."""

import click

from assets.pipeline.home.home import Home


@click.command("forget")
@click.argument("url")
@click.option("--reason", required=True, metavar="TEXT", help="Why, for everybody who reads the manifest.")
@click.option("--by", metavar="NAME", help="Who takes it out; by default the name of the user.")
def forget_command(url: str, reason: str, by: str | None) -> None:
    """Take an article out of the archive, of the staged tables and of all later releases, at its publisher's wish.

    Its bytes are deleted, and it is not archived again. The manifest of later releases has the address and the reason.
    Releases that were published before are not changed.

    \b
    Example:
      tip forget https://paper.example/2010/06/15/cambodia --reason "the publisher asked for it on 2026-01-05"
    """
    from assets.pipeline.forget import NotForgettableError, forget_article
    from orchestration.cli.arguments import unicode_text
    from sources.archive.removal import NotRemovableError

    if not reason.strip():
        raise click.UsageError("--reason is empty; say why")
    home = Home.from_environment()
    if home.kind is None:
        raise click.ClickException(f"{home.folder} has no archive yet; `tip run` or `tip import` creates one")
    try:
        forgotten = forget_article(home, unicode_text(url), reason.strip(), by)
    except (NotForgettableError, NotRemovableError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"forgotten: {', '.join(forgotten.urls)}, {forgotten.captures} captures;"
        " `tip run` publishes a release without it"
    )
