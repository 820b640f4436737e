"""Many unions on a Dask cluster, a union's periods together a task that Prefect records.

A worker is a process of its own with one thread: started afresh (never forked: Polars has
threads), it reads and writes the workspaces on a disk that all workers see. What a worker
held that dies is begun again by another; the lock on the period went with it, and the draft
is the old one or the new.
"""

from __future__ import annotations

import logging
import os
import socket
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flows.hosting import LOOPBACK
from flows.program import hash_program
from flows.running import Order
from flows.server import ADDRESS, connect
from flows.unheard import Mark, found_done
from flows.unions import come_to, name_of_union
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.unions import FAILED, Outcome

_CONNECT_SECONDS = 10
_WORKER_SECONDS = 30
_BYTES_OF_A_WORKER = 1 << 30
"""What a worker needs at most; fewer are started where there is less memory than cores."""

_SELDOM = {
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.worker.memory.monitor-interval": "500ms",
}
"""How often Dask looks after itself: as often as it does of its own accord, it takes a
twenty-fifth of the time of two cores."""


class Cluster(NamedTuple):
    """A cluster that answers: its scheduler's address, and what secures the way to it.

    `workers` is how many orders it makes at a time, `hosts` the machines of an existing one's
    workers.
    """

    address: str
    workers: int
    security: Any = None
    hosts: tuple[str, ...] = ()


def require_cluster() -> None:
    """Raise WorkspaceError where the packages of the extra `cluster` are not installed."""
    if find_spec("prefect_dask") is None or find_spec("distributed") is None:
        raise WorkspaceError(
            "几个工会同时运行要先装 prefect-dask：pip install -c constraints.txt -e '.[cluster]'；"
            "不装的，加 --direct 依次运行。"
        )


def make_on_cluster(
    orders: Sequence[Order], root: Path, where: tuple[str, int], tell: Callable[[Outcome], None]
) -> None:
    """Make every order's draft, and `tell` of each as it ends.

    `where` is the address of a scheduler (empty: a cluster of our own) and the number of
    workers of our own (0: as many as there are cores). Prefect's records are those of the
    configured server, else they lie in `root`. Raises WorkspaceError where server or scheduler
    cannot be reached.
    """
    scheduler, workers = where
    _silence()
    with _existing(scheduler) if scheduler else _local(workers, len(orders)) as cluster:
        connect(Workspace(root))
        _require_reach(cluster.hosts)
        from flows.cluster_flow import run_unions_flow

        run_unions_flow(orders, cluster, tell)


def make_here(order: Order, program: str) -> Outcome:
    """Return what an order comes to on this machine, if its program is the one that asked."""
    if hash_program() != program:
        told = (
            f"{socket.gethostname()} 上的程序与发起运行的不是同一版本："
            "请在各台机器上装同一版本后重新启动工作进程。"
        )
        return _without_result(order, told)
    return come_to(order)


def lost(order: Order) -> Outcome:
    """Return what is told of an order whose workers all died with it."""
    told = "运算进程几次中断（多为内存不足或被终止），没有做成；请查看该机器的内存后重新运行。"
    return _without_result(order, told)


def cut_off(order: Order, before: Mark) -> Outcome:
    """Return what is told of an order whose scheduler went away before its outcome came.

    `before` is the mark of the draft that stood when it was handed out: one that was written
    since is told as any other.
    """
    if (done := found_done(order, before)) is not None:
        return done
    told = (
        "Dask 调度器中断或连不上，没有等到结果：请重新启动调度器和工作进程，再运行同一命令，"
        "已经做完的不会重做。"
    )
    return _without_result(order, told)


def _without_result(order: Order, told: str) -> Outcome:
    return Outcome(order.folder, name_of_union(order.folder), order.period, FAILED, message=told)


def _silence() -> None:
    """Keep Dask from telling what is told by us, a lost worker or scheduler, or need not be told.

    Its loggers take their levels one by one when it is imported.
    """
    import distributed  # noqa: F401

    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", "Port 8787 is already in use", UserWarning)


@contextmanager
def _local(workers: int, jobs: int) -> Iterator[Cluster]:
    """Start workers on this machine, as many as it has cores and memory for, at most `jobs`.

    The way to them is encrypted with a certificate of its own: whoever reaches a scheduler
    may have it run anything.
    """
    import dask
    from distributed import LocalCluster
    from distributed.system import MEMORY_LIMIT

    cores = os.cpu_count() or 1
    started = min(workers or min(cores, max(1, MEMORY_LIMIT // _BYTES_OF_A_WORKER)), jobs)
    threads = str(max(1, cores // started))
    settings = {
        "distributed.worker.multiprocessing-method": "spawn",
        "distributed.nanny.pre-spawn-environ.POLARS_MAX_THREADS": threads,
        "distributed.nanny.pre-spawn-environ.PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "distributed.worker.profile.enabled": False,  # it keeps the call stacks of every task
        "distributed.scheduler.worker-saturation": 1.0,  # what waits at a worker dies with it
        **_SELDOM,
    }
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=started,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            security=True,
            dashboard_address=None,
            memory_limit=max(_BYTES_OF_A_WORKER, MEMORY_LIMIT // max(started, cores)),
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        yield Cluster(cluster.scheduler_address, started, cluster.security)


@contextmanager
def _existing(address: str) -> Iterator[Cluster]:
    """Reach a cluster that runs already; WorkspaceError where there is none, or no worker."""
    from distributed import Client

    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError):
        raise WorkspaceError(
            f"连接不上 Dask 调度器（{address}）：请检查地址（如 tcp://主机:8786）和调度器是否启动。"
        ) from None
    with closing(client):
        try:
            client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        except TimeoutError:
            raise WorkspaceError(
                f"Dask 调度器（{address}）没有工作进程：请先在各台机器上启动 dask worker。"
            ) from None
        workers = client.scheduler_info(n_workers=-1)["workers"]
    at_a_time = sum(worker["nthreads"] for worker in workers.values())
    hosts = tuple(sorted({urlsplit(worker).hostname or "" for worker in workers}))
    yield Cluster(address, at_a_time, hosts=hosts)


def _require_reach(hosts: Sequence[str]) -> None:
    """Raise WorkspaceError where workers on other machines would look for Prefect on theirs."""
    if urlsplit(os.environ[ADDRESS]).hostname != LOOPBACK:
        return
    if away := [host for host in hosts if not _is_here(host)]:
        raise WorkspaceError(
            f"工作进程在别的机器上（{'、'.join(away)}），到不了本机的 Prefect 服务："
            f"请先启动各台机器都能访问的 Prefect 服务，把 {ADDRESS} 设为它的地址。"
        )


def _is_here(host: str) -> bool:
    """Return whether an address is one of this machine's."""
    with suppress(OSError), socket.create_server((host, 0)):
        return True
    return False
