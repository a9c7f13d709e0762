"""`tip completion`: completion of commands and options in a shell."""

import click

_INSTALL = {
    "bash": 'eval "$(tip completion bash)" in ~/.bashrc',
    "zsh": 'eval "$(tip completion zsh)" in ~/.zshrc',
    "fish": "tip completion fish | source in ~/.config/fish/config.fish",
}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(_INSTALL)))
def completion_command(shell: str) -> None:
    """Print a script that completes commands, options and tables in a shell.

    \b
    Example:
      eval "$(tip completion bash)"
      tip completion fish | source
    """
    from click.shell_completion import get_completion_class

    from orchestration.cli.main import tip

    found = get_completion_class(shell)
    if found is None:
        raise click.ClickException(f"no completion for {shell} in this version of click")
    click.echo(found(tip, {}, "tip", "_TIP_COMPLETE").source())
