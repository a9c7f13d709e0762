"""The reference of the commands, in Markdown, made from their declarations."""

import click

from orchestration.cli.main import tip


def command_reference() -> str:
    """Every command with its help, as `docs/commands.md`."""
    context = click.Context(tip, info_name="tip")
    parts = ["# Commands", "", "`tip COMMAND --help` prints the same.", ""]
    for name in tip.list_commands(context):
        command = tip.get_command(context, name)
        if command is not None:
            names = tip.context_settings["help_option_names"]  # of the command as `tip` calls it
            with click.Context(
                command, info_name=f"tip {name}", max_content_width=100, help_option_names=names
            ) as inner:
                inner.terminal_width = 100
                parts += [f"## tip {name}", "", "```text", command.get_help(inner).rstrip(), "```", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    click.echo(command_reference(), nl=False)
