"""A small union at the gate: its draft made by 张三, all its warnings answered, 李四 to approve."""

from __future__ import annotations

from pathlib import Path

from tests.flows.small_union import check, make_union, type_in

PERIOD = "2024-07"
PHRASE = "correct horse"
VARIABLE = "BULLETIN_PASSPHRASE"


def make_gated(root: Path) -> Path:
    """Return a union with a draft that meets the whole checklist; no approver yet."""
    make_union(root)
    rules = sorted({row["rule"] for row in check(root) if row["severity"] == "W"})
    assert type_in(root, "waive", PERIOD, *rules, "--by", "张三", "--reason", "已核实") == 0
    assert type_in(root, "run", PERIOD, "--direct", "--by", "张三") == 0
    return root


def out_of(root: Path) -> Path:
    """Return the folder of the period's results."""
    return root / "out" / PERIOD


def act(root: Path, command: str, *words: str) -> int:
    """Type a command of the gate for the period; return its exit code."""
    return type_in(root, command, PERIOD, *words)


def submit(root: Path) -> int:
    """Let 张三 submit the draft."""
    return act(root, "review", "--by", "张三")


def approve(root: Path, by: str = "李四") -> int:
    """Let somebody approve the draft."""
    return act(root, "approve", "--by", by)


def release_all(root: Path) -> Path:
    """Submit, approve and release; return the release's folder."""
    assert (submit(root), approve(root), act(root, "release", "--by", "张三")) == (0, 0, 0)
    return max(out_of(root).glob("v*"))


def flip(path: Path, at: int = -1) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
