"""Passphrases of approvers: kept as salted hashes (scrypt, RFC 7914), asked for without echo."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import sys
import unicodedata
from collections.abc import Callable

import click

from flows.disk import replace_file
from flows.locking import records_held
from flows.records import signature
from flows.workspace import SETTINGS, Workspace
from schemas.faults import PersonNeeded, WorkspaceError

VARIABLE = "BULLETIN_PASSPHRASE"
SHORTEST = 8

_KIND = "scrypt"
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1  # RFC 7914: 16 MB and some tens of milliseconds
_SALT_BYTES = 16

_UNQUOTABLE = re.compile(r'["\\\x00-\x1f\x7f]')


def ask_passphrase(asked: str) -> str:
    """Return a passphrase: from the environment, the keyboard (unseen) or standard input."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    if sys.stdin.isatty():
        return str(click.prompt(asked, hide_input=True, err=True, prompt_suffix="："))
    return sys.stdin.readline().rstrip("\r\n")


def ask_new_passphrase() -> str:
    """Return a passphrase that was typed twice alike.

    Raises WorkspaceError where it is too short or the two differ.
    """
    first = ask_passphrase("新口令")
    if len(first) < SHORTEST:
        raise WorkspaceError(f"口令太短：至少{SHORTEST}个字符。")
    if sys.stdin.isatty() and not os.environ.get(VARIABLE) and ask_passphrase("再输一次") != first:
        raise PersonNeeded("两次输入的口令不同，没有改动，请重新运行。")
    return first


def enrol_approver(workspace: Workspace, by: str, ask: Callable[[], str]) -> str:
    """Add a person with a new passphrase to the approvers of `bulletin.toml`; return its path.

    Raises WorkspaceError where the person has a passphrase already.
    """
    name, _ = signature(by, "设置口令")
    path = workspace.root / SETTINGS
    for approver in workspace.settings.approvers:
        if approver.name == name:
            raise WorkspaceError(
                f"{name}已是审批人：更换口令的，先从 {path.as_posix()} 删去该审批人的几行。"
            )
    if _UNQUOTABLE.search(name):
        raise WorkspaceError("姓名中有引号、反斜杠或控制符，请去掉后重新输入。")
    kept = hash_passphrase(ask())
    lines = f'\n[[approvers]]\nname = "{name}"\npassphrase = "{kept}"\n'
    with records_held(workspace):
        replace_file(path, path.read_bytes() + lines.encode())
    return path.as_posix()


def hash_passphrase(passphrase: str) -> str:
    """Return what is kept of a passphrase: kind, salt and hash, in text."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return "$".join((_KIND, _text(salt), _text(_hash(passphrase, salt))))


def is_passphrase(passphrase: str, kept: str) -> bool:
    """Return whether a passphrase is the one of which `kept` was made."""
    kind, salt, expected = [*kept.split("$"), "", ""][:3]
    if kind != _KIND:
        return False
    try:
        return hmac.compare_digest(_hash(passphrase, _bytes(salt)), _bytes(expected))
    except ValueError:
        return False


def _hash(passphrase: str, salt: bytes) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return hashlib.scrypt(typed, salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
