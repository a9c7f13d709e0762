"""Writing the pages of the site: templates with autoescape, in one dress, every text of a page shown as text."""

import json
import re
import shutil
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape as escape_text
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from warehouse.catalog.visible import visible
from warehouse.report import words
from warehouse.report.claims import shard_of
from warehouse.report.compiled_templates import CompiledTemplates
from warehouse.report.escaping import ShowingEnvironment
from warehouse.report.facts import ReleaseInfo
from warehouse.report.kept import FILE, KeptFiles, ReadBefore, ReleaseMarks

_SAMPLE_HOST: Final = ".sample.invalid"
_CODE: Final = re.compile("`([^`\n]+)`")
_JOINT: Final = re.compile(r"([_.])(?=\w)")


class Site:
    """The folder of a site and the values that every page shows."""

    def __init__(self, folder: Path, release: ReleaseInfo, read_before: ReadBefore) -> None:
        """Prepares the folder with styles and scripts.

        Args:
            folder: the folder to write.
            release: the release that the pages show.
            read_before: reads the files of the release before, of which some are kept.
        """
        self.folder = folder
        self._release = release
        self._marks = ReleaseMarks.of(is_sample=release.is_sample)
        version = release.metadata.get("presentation")
        self._kept = KeptFiles(release.name, release.day, version, read_before)
        with_static(folder)

    def made_of(self, *parts: Any) -> str:
        """The digest of all that a page is made of beside the name and the day of the release, its path and its
        template; the version of the code, the templates and the words is in it, and whether this is the sample."""
        return self._kept.made_of(self._marks.is_sample, *parts)

    def keeps(self, made_of: str, *paths: str) -> bool:
        """Writes files as the site before has them; False, and nothing is written, where one was made of other things.

        Args:
            made_of: what they are made of, from `made_of`.
            paths: below the folder.
        """
        kept = {path: self._kept.kept(path, made_of) for path in paths}
        for path, data in kept.items():
            if data is None:
                return False
            self._write_bytes(path, data)
        return True

    def keeps_all(self, made_of: str) -> bool:
        """Writes all files that the site before has of these; False where it has none, or lost one.

        For files whose number and names follow from what they are made of: a site has all of them or none.
        """
        paths = self._kept.paths(made_of)
        return bool(paths) and self.keeps(made_of, *paths)

    def page(self, path: str, template: str, title: str, *, made_of: str | None = None, **values: Any) -> None:
        """Writes a page.

        Args:
            path: below the folder: `country/KHM.html`.
            template: the name of its template.
            title: its title, as plain text.
            made_of: for a page that later sites may keep, what it is made of; its template sees only the name and the
                day of the release, and whether it is the sample.
            values: the values of the template.
        """
        root = "../" * path.count("/")
        release = self._release if made_of is None else self._marks
        text = template_of(template).render(values, release=release, root=root, path=path, title=title)
        self.write(path, text, made_of=made_of)

    def script(self, path: str, function: str, *arguments: Any, made_of: str | None = None) -> None:
        """Writes data as a script that calls a function of the site: pages opened from a disk cannot fetch files."""
        given = ",".join(json.dumps(argument, ensure_ascii=True, separators=(",", ":")) for argument in arguments)
        self.write(path, f"{function}({given});\n", made_of=made_of)

    def write(self, path: str, text: str, *, made_of: str | None = None) -> None:
        """Writes a text; the folders above are made."""
        data = text.encode()
        self._write_bytes(path, data if made_of is None else self._kept.filled(path, data, made_of))

    def record_kept(self) -> None:
        """Writes what the next site needs to keep files of this one."""
        self.write(FILE, self._kept.record())

    def _write_bytes(self, path: str, data: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def with_static(folder: Path) -> None:
    """Copies styles, scripts and their licences into a folder."""
    with_source = files("warehouse.report") / "static"
    shutil.copytree(Path(str(with_source)), folder / "static", copy_function=shutil.copyfile)


@cache
def template_of(name: str) -> Any:
    """A template by name."""
    return _environment().get_template(name)


@cache
def _environment() -> ShowingEnvironment:
    environment = ShowingEnvironment(
        loader=PackageLoader("warehouse.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(Path(__file__).with_name("__pycache__"), __name__),
    )
    environment.globals["words"] = words
    environment.filters |= {
        "breakable": breakable,
        "certainty": certainty,
        "claim_path": claim_path,
        "label": _label,
        "link": link,
        "number": number,
        "prose": prose,
        "script_json": script_json,
        "verdict": verdict,
    }
    return environment


def _label(value: str | None, vocabulary: Mapping[str, str]) -> str:
    return words.label(vocabulary, value)


def number(value: int | None) -> str:
    """A number with thousands separated; empty for null."""
    return "" if value is None else f"{value:,}"


def prose(text: str) -> Markup:
    """A sentence of the project, with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", escape_text(visible(text))))  # noqa: S704 - escaped


def breakable(name: str) -> Markup:
    """A text whose names of tables and columns may be broken after an underscore or a point."""
    return Markup(_JOINT.sub(r"\1<wbr>", escape_text(visible(name))))  # noqa: S704 - escaped


def script_json(value: Any) -> Markup:
    """JSON for a script element of the page: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - the three characters of markup are escaped above


@lru_cache(maxsize=4096)
def link(address: str | None, text: str) -> Markup:
    """A link to an official page or an article; only plain text where the address is none of the web.

    Addresses of the sample lead nowhere, so they are named and not linked.
    """
    shown = escape(visible(text))
    if address is None or not address.startswith(("https://", "http://")):
        return shown
    host = address.split("/", 3)[2]
    if host.endswith(_SAMPLE_HOST):
        return Markup('<span class="address">{} (sample page: {})</span>').format(shown, visible(address))
    safe = quote(address, safe=":/?#[]@!$&'()*+,;=%~")
    return Markup(f'<a href="{escape(safe)}" rel="noreferrer external">{shown}</a>')  # noqa: S704 - both are escaped


@cache
def verdict(relation: str) -> Markup:
    """A verdict on a claim, in words and a colour."""
    style = words.VERDICT_STYLES.get(relation, "v-other")
    return Markup('<span class="verdict {}">{}</span>').format(style, words.label(words.VERDICTS, relation))


@cache
def certainty(grade: str | None) -> Markup:
    """How certain something is, as a sign and a word."""
    return Markup('<span class="sure">{}</span>').format(words.label(words.CERTAINTIES, grade))


def claim_path(claim_id: str) -> str:
    """The page and place of a claim, below the site."""
    return f"claims/{shard_of(claim_id)}.html#{claim_id}"
