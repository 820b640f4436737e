"""Compiled templates: in memory once in a process, the program's own beside them on disk too.

On disk they lie where Python keeps the program's compiled modules, in `__pycache__`, as far as
Python may: whoever can write there can write the program. Templates of a workspace, which an
analyst edits, are compiled in memory alone. Code from a disk is executed only where the file
belongs to the user or to the owner of the program, nobody else can write it, and it is whole:
made of this text, by this Jinja and this Python, for an environment that compiles alike.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from functools import cache
from importlib import metadata
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

_SEAL_BYTES = hashlib.sha256().digest_size
_WRITABLE_BY_OTHERS = 0o022


class Compiled(BytecodeCache):
    """Keeps compiled templates for as long as their text stays the same."""

    def __init__(self, own: Path) -> None:
        """Begin with nothing; below `own` lie the program's templates."""
        self._kept: dict[tuple[str, str], tuple[str, CodeType]] = {}
        self._own = own

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what tells a template from others: its place, if it is a file."""
        return filename or name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, if its text is still the same."""
        way = _way(bucket.environment)
        checksum, code = self._kept.get((bucket.key, way), ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif Path(bucket.key).is_relative_to(self._own):
            bucket.code = _read(_place(bucket, way), _origin(bucket, way), self._own)
            self._keep(bucket, way)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        way = _way(bucket.environment)
        self._keep(bucket, way)
        if Path(bucket.key).is_relative_to(self._own) and not sys.dont_write_bytecode:
            body = marshal.dumps(bucket.code)
            seal = hashlib.sha256(_origin(bucket, way) + body).digest()
            with contextlib.suppress(OSError):  # where nobody may write, nothing is kept
                _write(_place(bucket, way), seal + body)

    def _keep(self, bucket: Bucket, way: str) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, way] = bucket.checksum, bucket.code


def _way(environment: Environment) -> str:
    """Return in letters and digits what of an environment decides the code of a template."""
    told = [
        getattr(environment, name)
        for name in ("autoescape", "trim_blocks", "lstrip_blocks", "optimized", "sandboxed")
    ]
    told += [type(environment).__name__, sorted(environment.extensions)]
    return "jinja" + hashlib.sha256(repr(told).encode()).hexdigest()[:8]


def _origin(bucket: Bucket, way: str) -> bytes:
    """Return what a compiled template was made of and by, with which its seal begins."""
    made_by = f"{_jinja()} {sys.version} {way}\n{bucket.key}\n{bucket.checksum}\n"
    return MAGIC_NUMBER + made_by.encode()


@cache
def _jinja() -> str:
    return metadata.version("jinja2")


def _place(bucket: Bucket, way: str) -> Path:
    return Path(cache_from_source(bucket.key, optimization=way))


def _read(path: Path, origin: bytes, own: Path) -> CodeType | None:
    """Return the code that is kept in a file, if it may be executed."""
    try:
        with path.open("rb") as file:
            if not _is_trusted(os.fstat(file.fileno()), own):
                return None
            seal, body = file.read(_SEAL_BYTES), file.read()
    except OSError:
        return None
    if seal != hashlib.sha256(origin + body).digest():
        return None
    code: CodeType = marshal.loads(body)
    return code


def _is_trusted(file: os.stat_result, own: Path) -> bool:
    """Return whether a file is the user's or the program's owner's, and theirs alone to write."""
    if sys.platform == "win32":
        return True  # there a folder decides who may write, as for the program beside it
    owners = (os.geteuid(), own.stat().st_uid)
    return file.st_uid in owners and not file.st_mode & _WRITABLE_BY_OTHERS


def _write(path: Path, content: bytes) -> None:
    """Write a file that all may read and its owner alone write, whole or not at all."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
