"""What a workspace keeps to spare itself work: a cache that may be deleted at any time.

An entry is sealed with the workspace's secret: it is given back whole and as it was, or not
at all. Where there is no room for it, or no right to write, nothing is kept.
"""

from __future__ import annotations

import base64
import contextlib
import os
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from workbooks.privacy import Keyring

_SEALED = ".sealed"
_KEPT_SECONDS = 400 * 24 * 3600
"""An entry that nobody asked for in more than a year is dropped."""

_UNFINISHED_SECONDS = 24 * 3600
"""What is still unfinished after a day was cut off."""


@dataclass(frozen=True)
class Store:
    """Entries of one purpose, kept in one folder under the seal of one secret."""

    folder: Path
    keyring: Keyring
    purpose: str

    @cached_property
    def _seal(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self.keyring.key(self.purpose).encode()))

    def find(self, key: str) -> bytes | None:
        """Return an entry that is kept whole; a damaged one is as good as none."""
        path = self._path(key)
        try:
            content = self._seal.decrypt(path.read_bytes())
            os.utime(path)
        except (OSError, InvalidToken):
            return None
        return content

    def keep(self, key: str, content: bytes) -> None:
        """Keep an entry, for its owner alone; without room or right to, go on without."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._path(key), self._seal.encrypt(content))

    def drop(self, key: str) -> None:
        """Drop an entry, if it is kept."""
        with contextlib.suppress(OSError):
            self._path(key).unlink()

    def drop_old(self) -> None:
        """Drop what nobody has asked for in a long time, and what a kill left unfinished."""
        now = time.time()
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                is_sealed = entry.name.endswith(_SEALED)
                patience = _KEPT_SECONDS if is_sealed else _UNFINISHED_SECONDS
                with contextlib.suppress(OSError):
                    if entry.stat().st_mtime < now - patience:
                        Path(entry).unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_SEALED}"

    def _write(self, path: Path, content: bytes) -> None:
        handle, aside = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(aside).replace(path)
        except OSError:
            Path(aside).unlink(missing_ok=True)
