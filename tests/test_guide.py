"""README and guide tell of commands, options, pictures and sections that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from flows.command import bulletin
from schemas.settings import Thresholds

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/guide.md")

MENTIONED = (
    set(Thresholds.model_fields)
    - {"sensitive_cell", "ordinary_cell", "minimum_cases"}
    - {"hidden_amount_margin"}
)
"""Limits that a block of the guide tells; of disclosure it speaks in its own section."""

TYPED = re.compile(
    r"(?<![\w/.-])(?:\.venv/bin/|\.venv\\Scripts\\)?bulletin(?:\.bat)? +(\S[^`\n#]*)"
)
CODE = re.compile(r"(?s)```(.*?)```|`([^`\n]+)`")
COMMAND = re.compile(r"[a-z]+")
LINK = re.compile(r"\]\(([^)#]+)")
ANCHOR = re.compile(r"\]\(#([^)]+)\)")


def typed_on(page: str) -> list[str]:
    """Return what follows `bulletin` wherever a page shows it typed."""
    code = "\n".join(map("".join, CODE.findall((ROOT / page).read_text("utf-8"))))
    return [words.strip() for words in TYPED.findall(code)]


def options_of(name: str) -> set[str]:
    options = [p for p in bulletin.commands[name].params if isinstance(p, click.Option)]
    return {spelling for option in options for spelling in option.opts} | {"--help"}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_typed_can_be_typed(page):
    shown = typed_on(page)

    assert len(shown) > 10
    for words in shown:
        name = words.split()[0]
        if COMMAND.fullmatch(name):
            assert name in bulletin.commands, words
            named = set(re.findall(r"(?<!\S)--[a-z-]+", words))
            assert named <= options_of(name), words


@pytest.mark.parametrize("page", PAGES)
def test_the_pictures_and_files_that_a_page_links_to_are_there(page):
    links = LINK.findall((ROOT / page).read_text("utf-8"))

    assert links
    for link in links:
        assert ((ROOT / page).parent / link).exists(), link


def test_the_guide_s_table_of_contents_leads_to_its_sections():
    guide = (ROOT / "docs/guide.md").read_text("utf-8")
    headings = re.findall(r"(?m)^#+ (.+)$", guide)
    anchors = {re.sub(r"[^\w\u4e00-\u9fff-]", "", title) for title in headings}

    assert set(ANCHOR.findall(guide)) <= anchors


def test_the_guide_tells_the_limits_that_hold_unless_others_are_set():
    guide = (ROOT / "docs/guide.md").read_text("utf-8")
    told = [tomllib.loads(block) for block in re.findall(r"(?s)```toml\n(.*?)```", guide)]
    limits = {key: value for page in told for key, value in page.get("thresholds", {}).items()}

    assert limits.keys() | {"peer_gift_price"} >= MENTIONED
    assert Thresholds.model_validate(limits) == Thresholds()


def test_the_readme_s_table_lists_every_command():
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = set(re.findall(r"(?m)^\| `bulletin ([a-z]+)", readme))

    assert set(bulletin.commands) == listed
