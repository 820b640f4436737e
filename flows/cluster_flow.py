"""Many unions as a Prefect flow on Dask: a task a batch of a union's periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from threading import Lock
from time import sleep
from typing import Any
from uuid import uuid4

from distributed import Status, as_completed, get_worker
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed
from prefect_dask import DaskTaskRunner

from flows.artifacts import show_outcomes
from flows.batches import Batch, hand_out, name_of_batch
from flows.cluster import Cluster, cut_off, lost, make_here
from flows.program import hash_program
from flows.recording import kind_and_place_only
from flows.running import Order
from flows.unheard import Mark, mark_of
from schemas.unions import Outcome

_BEGUN_SECONDS = 3
"""What a worker began just before its scheduler went away holds its period by then."""


@dataclass
class _Desk:
    """What stays with the command: the orders, whom to tell, and what has ended so far.

    `marks` are the drafts that stood before. Outcomes come in while the work goes on, and
    once more when a batch has ended; each order is told of once, by the first. Prefect sends
    a flow along with each of its tasks; of this, nothing.
    """

    orders: Sequence[Order] = ()
    tell: Callable[[Outcome], None] | None = None
    marks: Mapping[Order, Mark] = field(default_factory=dict)
    _ended: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    _lock: Any = field(default_factory=Lock)

    def __reduce__(self) -> tuple[type[_Desk], tuple[()]]:
        """Return an empty desk for what is sent."""
        return _Desk, ()

    @property
    def outcomes(self) -> list[Outcome]:
        """Return what has ended so far, in the order in which it was told."""
        return [*self._ended.values()]

    def told(self, outcome: Outcome) -> None:
        """Take down what an order came to and tell of it, unless that was done."""
        place = outcome.workspace, outcome.period
        with self._lock:
            if place not in self._ended:
                self._ended[place] = outcome
                if self.tell:
                    self.tell(outcome)

    def waiting(self, orders: Sequence[Order]) -> Batch:
        """Return those of some orders of which nothing has been told."""
        return tuple(order for order in orders if (order.folder, order.period) not in self._ended)


def run_unions_flow(
    orders: Sequence[Order], cluster: Cluster, tell: Callable[[Outcome], None]
) -> None:
    """Have a cluster make every order's draft, and `tell` of each as it ends.

    What Prefect records of it are folders, periods and how each ended.
    """
    security = {"security": cluster.security} if cluster.security else {}
    desk = _Desk(orders, tell, {order: mark_of(order) for order in orders})
    folders = dict.fromkeys(order.folder for order in orders)
    periods = dict.fromkeys(order.period for order in orders)
    runner = DaskTaskRunner(address=cluster.address, client_kwargs=security)
    publish_unions = _flow_of(desk, runner, cluster.workers)
    state: Any = publish_unions([*folders], [*periods], return_state=True)
    if desk.waiting(orders):
        state.result()  # raises what ended the flow itself


def _flow_of(desk: _Desk, runner: DaskTaskRunner, workers: int) -> Any:
    """Return the flow that has what is on the desk made; Prefect shows what it is called with."""

    @flow(name="多个工会", task_runner=runner, persist_result=False, log_prints=False)
    def publish_unions(workspaces: list[str], periods: list[str]) -> Any:  # noqa: ARG001 (shown)
        with kind_and_place_only():
            _make_all(desk, hand_out(desk.orders, workers))
        show_outcomes(desk.outcomes, periods)
        failed = sum(item.failed for item in desk.outcomes)
        told = f"做成 {len(desk.outcomes) - failed}，没有做成 {failed}"
        return Failed(message=told) if failed else Completed(message=told)

    return publish_unions


def _make_all(desk: _Desk, batches: Sequence[Batch]) -> None:
    """Submit every batch, tell what each order came to as it ends, and let go of the batch.

    Dask itself gives what a lost worker held to another, three times; then the order at which
    they died is given up, and those that were to follow it are handed out again.
    """
    topic = f"outcomes-{uuid4()}"
    at_work: dict[str, tuple[Batch, Any]] = {}

    def submit(batch: Batch) -> Any:
        future = _task_of(batch).submit(batch, hash_program(), topic)
        at_work[future.wrapped_future.key] = batch, future
        return future.wrapped_future

    waiting = [submit(batch) for batch in batches]
    client = waiting[0].client
    client.subscribe_topic(topic, lambda event: desk.told(Outcome(*event[1])))
    ending = as_completed(waiting, loop=client.loop)
    waiting.clear()  # worker and scheduler keep a task for as long as anyone holds its future
    for ended in ending:
        if after := _settle(desk, *at_work.pop(ended.key)):
            ending.add(submit(after))
    _look_up(desk)


def _settle(desk: _Desk, batch: Batch, future: Any) -> Batch:
    """Tell of every order of a batch that has ended; return what is to be handed out again."""
    if future.wrapped_future.cancelled():  # by nobody: the client gave its scheduler up
        return ()
    with suppress(Exception):  # Dask gave it up: every worker that took it died
        for outcome in future.result(raise_on_failure=False):
            desk.told(outcome)
    fatal, after = (left := desk.waiting(batch))[:1], left[1:]
    for order in fatal:
        desk.told(lost(order))
    return after


def _look_up(desk: _Desk) -> None:
    """Tell of the orders whose scheduler went away by what stands on the disk."""
    if left := desk.waiting(desk.orders):
        sleep(_BEGUN_SECONDS)
        for order in left:
            desk.told(cut_off(order, desk.marks[order]))


def _task_of(batch: Batch) -> Any:
    return task(
        name="初稿",
        task_run_name=name_of_batch(batch).replace("{", "(").replace("}", ")"),
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=False,
    )(_make)


def _make(batch: Batch, program: str, topic: str) -> Any:
    """Make a batch's drafts on a worker, each told of under a topic as soon as it ends.

    A worker that has lost its scheduler begins no further one: nobody would hear of it.
    """
    outcomes: list[Outcome] = []
    worker = get_worker()
    for order in batch:
        if worker.status in (Status.closing, Status.closed):
            break
        outcomes.append(make_here(order, program))
        worker.log_event(topic, astuple(outcomes[-1]))
    if failed := [f"{item.period} {item.message}" for item in outcomes if item.failed]:
        return Failed(message="；".join(failed), data=outcomes)
    endings = dict.fromkeys(item.ending for item in outcomes)
    return Completed(message="、".join(endings), data=outcomes)
