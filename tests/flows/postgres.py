"""A PostgreSQL of its own for a proof: on loopback, with a password, in a folder that goes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.prefect_server import free_port

PASSWORD = "only-of-this-proof"


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a cluster as the user postgres; yield the address of an empty database in it."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.fail("postgresql is not installed: .ci/run installs what proofs need")
    folder, port = Path(tempfile.mkdtemp(prefix="bulletin-postgres-")), free_port()
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_postgres, str(programs[-1] / program), *arguments],
            cwd="/",
            env={"PATH": os.environ["PATH"], "PGPASSWORD": PASSWORD, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=60,
        )

    cluster, known = folder / "cluster", folder / "password"
    known.write_text(PASSWORD, "utf-8")
    known.chmod(0o644)
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    )
    run("initdb", "-D", str(cluster), "-A", "scram-sha-256", f"--pwfile={known}", "-E", "UTF8")
    run("pg_ctl", "-D", str(cluster), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "prefect")
        yield f"postgresql+asyncpg://postgres:{PASSWORD}@127.0.0.1:{port}/prefect"
    finally:
        run("pg_ctl", "-D", str(cluster), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
