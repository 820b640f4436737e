"""Templates compiled once: never an old text, never the code of another kind of page."""

from __future__ import annotations

from pathlib import Path

from jinja2 import DictLoader, Environment

from documents import compiled
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


def test_the_second_environment_takes_the_code_of_the_first(monkeypatch):
    kept = compiled.Compiled()
    texts = DictLoader({"a": "{{ n }}个"})
    assert Environment(loader=texts, bytecode_cache=kept).get_template("a").render(n=1) == "1个"
    again = Environment(loader=texts, bytecode_cache=kept)
    monkeypatch.setattr(again, "compile", None)  # calling it would fail

    assert again.get_template("a").render(n=2) == "2个"
