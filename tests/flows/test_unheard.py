"""An order whose outcome never came: told as done only where its draft is what it asked for."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows import unheard
from flows.cluster import cut_off
from flows.locking import PATIENCE_SECONDS, locked
from flows.running import Order
from flows.unheard import found_done, mark_of
from flows.workspace import Workspace
from schemas.period import Period
from schemas.unions import FAILED, UNCHANGED, WRITTEN
from tests.flows.small_union import make_union, send, type_in
from tests.workbooks.by_hand import relief


@pytest.fixture
def union(tmp_path):
    return make_union(tmp_path)


def make_july(union):
    assert type_in(union, "run", "2024-07", "--direct", "--again") == 0


def test_a_draft_that_was_written_since_is_told_with_its_findings(union):
    order = Order("2024-07", str(union), again=True)
    before = mark_of(order)
    make_july(union)

    done = found_done(order, before)

    assert (done.union, done.ending) == ("示例县总工会", WRITTEN)
    lines = (union / "out/2024-07/draft/issues.csv").read_text("utf-8-sig").splitlines()[1:]
    assert done.errors == sum(line.startswith("E,") for line in lines)
    assert done.warnings == sum(line.startswith("W,") for line in lines) > 0


def test_a_draft_that_stood_before_has_not_changed_and_is_none_that_was_made_again(union):
    make_july(union)
    for again, ending in ((False, UNCHANGED), (True, FAILED)):
        order = Order("2024-07", str(union), again=again)

        assert cut_off(order, mark_of(order)).ending == ending


def test_without_a_draft_of_what_is_there_now_nothing_is_told_as_done(union):
    order = Order("2024-07", str(union))
    assert cut_off(order, mark_of(order)).ending == FAILED
    before = mark_of(order)
    make_july(union)
    send(union, "2024-07/帮扶.xlsx", relief())

    told = cut_off(order, before)

    assert told.ending == FAILED
    assert "没有等到结果" in told.message


def test_what_a_worker_does_not_come_to_an_end_with_is_not_told_as_done(union, monkeypatch):
    monkeypatch.setattr(unheard, "_PATIENCE_SECONDS", 0.2)
    order = Order("2024-07", str(union))
    make_july(union)

    with locked(Workspace.at(union), Period(2024, 7)):
        assert found_done(order, None) is None


def test_what_a_worker_is_still_at_is_waited_for(union):
    order = Order("2024-07", str(union))
    make_july(union)

    with ThreadPoolExecutor(1) as pool:
        with locked(Workspace.at(union), Period(2024, 7)):
            asked = pool.submit(found_done, order, None)
            time.sleep(PATIENCE_SECONDS + 1)
            assert not asked.done()
        assert asked.result().ending == WRITTEN


def test_a_folder_that_is_no_workspace_any_more_is_not_told_as_done(union):
    order = Order("2024-07", str(union))
    (union / "bulletin.toml").unlink()

    assert found_done(order, None) is None
