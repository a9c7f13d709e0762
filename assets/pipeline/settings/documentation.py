"""docs/settings.md, from the declaration of the settings."""

from typing import Any, Final, get_args

from pydantic import SecretStr

from assets.pipeline.settings.declaration import ENVIRONMENT_ONLY, Settings, variable

_HEAD: Final = """\
# Settings

This page is made from the declaration in `assets/pipeline/settings/declaration.py` by `make settings`. `tip config`
shows the value of each setting and where it comes from.

A setting is read from the environment, else from the settings file, else it has its default. The settings file is
`tip.toml` in the home, or the file that `TIP_SETTINGS` names: one line `name = value` for each setting, in TOML. Every
command validates all settings first. Each mistake is one line, and the exit code is 2. Secrets are read from the
environment only and are never shown.

Dependent limits are computed. A run may take `crawl_hours` and `build_hours` together; a longer one is ended. A whole
answer of a host may take four times `read_timeout`, a connection a third of it.

"""


def document() -> str:
    """The text of docs/settings.md."""
    rows = [
        f"| `{name}` | `{variable(name)}` | {_default(name)} | {field.description}{_limits(field.metadata)} |"
        for name, field in Settings.model_fields.items()
    ]
    return _HEAD + "\n".join(["| setting | variable | default | meaning |", "|---|---|---|---|", *rows]) + "\n"


def shown_value(name: str, value: Any) -> str:
    """A value for display; secrets are masked."""
    if name in ENVIRONMENT_ONLY or isinstance(value, SecretStr):
        return "********" if value is not None else ""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _default(name: str) -> str:
    if name == "home":
        return "`data/` in a clone, else the data folder of the user"
    text = shown_value(name, Settings.model_fields[name].default)
    return f"`{text}`" if text else ("none; environment only" if name in ENVIRONMENT_ONLY else "none")


def _limits(metadata: list[Any]) -> str:
    """The limits and possible values of a setting."""
    words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
    limits = [
        f"{word} {getattr(each, name):,}" for each in metadata for name, word in words.items() if hasattr(each, name)
    ]
    return f" ({', '.join(limits)})" if limits else ""


def possible_values(name: str) -> tuple[str, ...]:
    """The values of a setting that has a fixed list; empty for others."""
    return tuple(value for value in get_args(Settings.model_fields[name].annotation) if isinstance(value, str))
