"""Compiled templates are kept, and compiled again where anything that they are made of differs."""

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from warehouse.report.compiled_templates import CompiledTemplates

_MODULE = "warehouse.report.escaping"


class _Counting(Environment):
    """An environment that counts what it compiles."""

    compiled = 0

    def _compile(self, source: str, filename: str) -> object:
        self.compiled += 1
        return super()._compile(source, filename)


def rendered(folder: Path, text: str, module: str = _MODULE) -> tuple[str, int]:
    """What a new environment shows, and how many templates it compiled."""
    environment = _Counting(
        loader=DictLoader({"page.html": text}), autoescape=True, bytecode_cache=CompiledTemplates(folder, module)
    )
    return environment.get_template("page.html").render(value="<b>"), environment.compiled


@pytest.fixture(autouse=True)
def _modules_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert rendered(tmp_path, "a {{ value }}") == ("a &lt;b&gt;", 1)
    assert rendered(tmp_path, "a {{ value }}") == ("a &lt;b&gt;", 0)


def test_other_text_or_code_is_compiled_again(tmp_path: Path) -> None:
    rendered(tmp_path, "a {{ value }}")
    assert rendered(tmp_path, "b {{ value }}") == ("b &lt;b&gt;", 1)
    assert rendered(tmp_path, "b {{ value }}", "warehouse.report.writing") == ("b &lt;b&gt;", 1)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("length", [0, 5, 20, 40, 100])
def test_a_file_that_was_cut_off_is_compiled_again(tmp_path: Path, length: int) -> None:
    rendered(tmp_path, "a {{ value }}")
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:length])
    assert rendered(tmp_path, "a {{ value }}") == ("a &lt;b&gt;", 1)


def test_a_damaged_file_is_compiled_again(tmp_path: Path) -> None:
    rendered(tmp_path, "a {{ value }}")
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    for at in range(0, len(data), 7):
        file.write_bytes(data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :])
        assert rendered(tmp_path, "a {{ value }}") == ("a &lt;b&gt;", 1)


def test_nothing_is_kept_where_it_cannot_or_must_not_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(tmp_path / "absent", "a {{ value }}")[1] == 1
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(tmp_path, "a {{ value }}")[1] == 1
    assert list(tmp_path.iterdir()) == []
