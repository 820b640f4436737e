"""The seal of a release's manifest: its folder can be verified by itself, without the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.disk import sha256
from flows.gate.binding import hashes_in
from flows.manifest import MANIFEST, read_manifest


def sealed(manifest: Mapping[str, Any]) -> bytes:
    """Return a release's manifest as it is written, with its seal."""
    return _written({**manifest, "seal": _seal_of(manifest)})


def _written(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _seal_of(manifest: Mapping[str, Any]) -> str:
    """Return the hash of a release's manifest but for the seal itself."""
    sealed = {name: value for name, value in manifest.items() if name != "seal"}
    return sha256(json.dumps(sealed, ensure_ascii=False, sort_keys=True).encode())


def find_faults(folder: Path) -> list[str]:
    """Return what is not as it was released in a version's folder; nothing: all is as it was."""
    manifest = read_manifest(folder)
    recorded: dict[str, str] = manifest["files"]
    there = hashes_in(folder)
    as_written = (folder / MANIFEST).read_bytes() == _written(manifest)
    whole = as_written and manifest["seal"] == _seal_of(manifest)
    faults = [] if whole else [f"{MANIFEST} 的内容被改动"]
    faults += [f"{name} 缺失" for name in recorded if name not in there]
    faults += [f"{name} 不是发布时的文件" for name in there if name not in recorded]
    return faults + [
        f"{name} 的内容被改动"
        for name in recorded
        if there.get(name, recorded[name]) != recorded[name]
    ]
