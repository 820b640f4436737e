"""Five hundred persons in every place of a month's workbooks, and in nothing that we write."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.command import main
from tests.flows.copies import copy_sample
from tests.flows.personal import everything_in
from tests.flows.persons import (
    NO_ISSUER,
    REGION_AND_BIRTH,
    SURNAME,
    UNASSIGNED,
    five_hundred,
    plant,
)
from tests.flows.prefect_server import run_bulletin

_NUMBERS = re.compile(
    f"{REGION_AND_BIRTH}|{UNASSIGNED}[0-9]{{4}}|{NO_ISSUER}|9[.]9999919011231".encode()
)
_NAMES = [
    *(SURNAME.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")),
    json.dumps(SURNAME)[1:-1].encode(),
    "".join(f"&#{ord(character)};" for character in SURNAME).encode(),
    "".join(f"&#x{ord(character):x};" for character in SURNAME).encode(),
    "".join(f"%{byte:02X}" for byte in SURNAME.encode()).encode(),
]


def traces(content: bytes) -> list[str]:
    """Return what is left of a person in bytes, with what stands around it."""
    narrow = content.replace(b"\0", b"")
    return sorted({_around(narrow, found.start()) for found in _NUMBERS.finditer(narrow)}) + sorted(
        {_around(content, place) for name in _NAMES for place in _places(content, name)}
    )


def _places(content: bytes, name: bytes) -> Iterator[int]:
    place = content.find(name)
    while place >= 0:
        yield place
        place = content.find(name, place + 1)


def _around(content: bytes, place: int) -> str:
    return content[max(0, place - 40) : place + 40].decode("utf-8", "replace")


def what_is_left(workspace: Path) -> bytes:
    """Return all that lies in a workspace beside what was sent and what goes back."""
    for private in (workspace / "out").glob("*/replies"):
        for path in private.iterdir():
            path.unlink()
    sent = workspace / "raw"
    sent.rename(workspace.parent / "sent")
    return everything_in(workspace)


def test_the_five_hundred_differ_and_are_found_where_they_were_planted(tmp_path):
    persons = five_hundred()
    folder = copy_sample(tmp_path) / "raw/2024-10"

    assert plant(folder).count == len({p.id for p in persons}) == len({p.name for p in persons})
    content = everything_in(folder)
    text = html.unescape(content.decode("utf-8", "replace")) + content.decode("gb18030", "replace")
    assert [p for p in persons if not any(x in text for x in (p.name, p.id, p.card))] == []


@pytest.mark.parametrize(
    "text",
    [
        "亓官垚 来过",
        "电话16100000012",
        "id 99999919011231001X",
        "no 9990000000000001234",
        "9.99999190112310e+17",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_person_that_is_left_anywhere_is_noticed(text, encoding):
    assert traces(b"\x01" + text.encode(encoding) + b"\x02")


@pytest.mark.parametrize("command", [["run", "2024-10", "--direct"], ["check", "2024-10"]])
def test_no_one_of_the_five_hundred_is_in_what_a_command_leaves_or_says(tmp_path, capfd, command):
    workspace = copy_sample(tmp_path)
    plant(workspace / "raw/2024-10")

    with pytest.raises(SystemExit):
        main([*command, "--workspace", str(workspace)])

    told = capfd.readouterr()
    assert "Traceback" not in told.err
    assert "检查结果：错误" in told.out
    assert traces(told.out.encode() + told.err.encode()) == []
    assert traces(what_is_left(workspace)) == []


@pytest.mark.prove
def test_no_one_of_the_five_hundred_is_in_what_prefect_keeps(tmp_path):
    workspace = copy_sample(tmp_path)
    plant(workspace / "raw/2024-10")

    done = run_bulletin("run", "2024-10", "--workspace", str(workspace))

    assert done.returncode == 0, done.stderr
    assert traces(done.stdout.encode() + done.stderr.encode()) == []
    kept = what_is_left(workspace)
    assert "读取 202410_W05".encode() in kept
    assert traces(kept) == []
