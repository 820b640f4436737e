"""Templates compiled once: never an old text, never another page's code, never a stranger's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment

from documents.compiled import Compiled
from documents.narrative.rendering import render


def test_a_template_that_changed_is_compiled_anew(tmp_path: Path):
    template = tmp_path / "a.md.j2"
    told = []
    for text in ("一{{ n }}", "二{{ n }}", "一{{ n }}"):
        template.write_text(text, "utf-8")
        told.append(render([tmp_path], "a.md.j2", {"n": len(told)}, place=str))

    assert told == ["一0", "二1", "一2"]


def test_templates_of_one_name_in_two_folders_are_kept_apart(tmp_path: Path):
    for union in ("甲", "乙"):
        (tmp_path / union).mkdir()
        (tmp_path / union / "a.md.j2").write_text(f"{union}县", "utf-8")

    told = [render([tmp_path / union], "a.md.j2", {}, place=str) for union in ("甲", "乙", "甲")]

    assert told == ["甲县", "乙县", "甲县"]


def test_the_second_environment_takes_the_code_of_the_first(monkeypatch, tmp_path: Path):
    kept = Compiled(tmp_path)
    texts = DictLoader({"a": "{{ n }}个"})
    assert Environment(loader=texts, bytecode_cache=kept).get_template("a").render(n=1) == "1个"
    again = Environment(loader=texts, bytecode_cache=kept)
    monkeypatch.setattr(again, "compile", None)  # calling it would fail

    assert again.get_template("a").render(n=2) == "2个"


def test_environments_that_compile_otherwise_keep_their_own_code(tmp_path: Path):
    kept, texts = Compiled(tmp_path), DictLoader({"a": "{{ n }}"})
    told = [
        Environment(loader=texts, bytecode_cache=kept, autoescape=escaped).get_template("a")
        for escaped in (False, True)
    ]

    assert [template.render(n="<b>") for template in told] == ["<b>", "&lt;b&gt;"]


@pytest.fixture
def own(tmp_path: Path, monkeypatch) -> Path:
    """Return a folder of the program's templates, with one, where Python may keep what it made."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "a.md.j2").write_text("{{ n }}个", "utf-8")
    return tmp_path


def _fill(own: Path, kind: type[Environment] = Environment) -> bool:
    """Fill the template as a new process would; return whether it had to be compiled."""
    compiled = []

    class Watched(kind):
        def compile(self, *told, **named):
            compiled.append(told)
            return super().compile(*told, **named)

    Watched.__name__ = kind.__name__
    environment = Watched(loader=FileSystemLoader(own), bytecode_cache=Compiled(own))
    assert environment.get_template("a.md.j2").render(n=3) == "3个"
    return bool(compiled)


def _kept(own: Path) -> Path:
    (path,) = (own / "__pycache__").iterdir()
    return path


def test_a_second_process_finds_the_programs_own_templates_compiled(own: Path):
    assert [_fill(own), _fill(own)] == [True, False]


def test_a_sandbox_never_takes_code_that_was_made_without_one(own: Path):
    _fill(own)

    assert _fill(own, SandboxedEnvironment)


def test_a_template_of_a_workspace_leaves_nothing_on_disk(own: Path, tmp_path_factory):
    union = tmp_path_factory.mktemp("union")
    (union / "a.md.j2").write_text("{{ n }}个", "utf-8")
    environment = Environment(loader=FileSystemLoader(union), bytecode_cache=Compiled(own))
    environment.get_template("a.md.j2")

    assert [path.name for path in union.iterdir()] == ["a.md.j2"]


def test_nothing_is_kept_where_python_may_keep_nothing(own: Path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert [_fill(own), _fill(own)] == [True, True]
    assert not (own / "__pycache__").exists()


def test_nothing_is_kept_where_there_is_no_place_for_it(own: Path):
    (own / "__pycache__").write_text("没有地方")

    assert [_fill(own), _fill(own)] == [True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are POSIX")
@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_code_that_others_could_have_written_is_not_executed(own: Path, mode):
    _fill(own)
    _kept(own).chmod(mode)

    assert _fill(own)
    assert _kept(own).stat().st_mode & 0o777 == 0o644  # replaced by one of our own
    assert not _fill(own)


@pytest.mark.skipif(sys.platform == "win32", reason="owners of files are POSIX")
def test_code_that_belongs_to_a_stranger_is_not_executed(own: Path, monkeypatch):
    _fill(own)
    kept, told = _kept(own), os.fstat

    def foreign(handle: int) -> os.stat_result:
        stat = told(handle)
        same = os.path.samestat(stat, kept.stat())
        return os.stat_result((*stat[:4], stat.st_uid + 1, *stat[5:])) if same else stat

    monkeypatch.setattr(os, "fstat", foreign)

    assert _fill(own)


@pytest.mark.parametrize("damage", [lambda c: c[:-1], lambda c: b"", lambda c: c[:40] + b"\0" * 9])
def test_damaged_code_is_compiled_anew(own: Path, damage):
    _fill(own)
    _kept(own).write_bytes(damage(_kept(own).read_bytes()))

    assert [_fill(own), _fill(own)] == [True, False]


def test_code_of_another_version_is_compiled_anew(own: Path, monkeypatch):
    _fill(own)
    monkeypatch.setattr(sys, "version", "3.99.0")

    assert _fill(own)
