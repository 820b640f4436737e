"""Pictures that are kept: found by what a chart shows alone, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

import documents.charts
from flows.pictures import chart_store, draw
from flows.workspace import Workspace
from schemas.bulletin import Chart
from tests.flows.copies import copy_sample, hashes
from tests.flows.small_union import type_in
from workbooks.privacy import Keyring

KEYRING = Keyring(b"the secret of the tests")
AGAIN = """
import sys
from flows.command import main
try:
    main(["run", "2024-02", "--direct", "--again", "--workspace", sys.argv[1]])
except SystemExit as ended:
    assert not ended.code, ended
print([name for name in ("matplotlib", "prefect", "fastapi", "sqlalchemy") if name in sys.modules])
"""


@pytest.fixture
def chart(october) -> Chart:
    """The first chart of October's bulletin."""
    return charts_of(october)[0]


def charts_of(draft) -> tuple[Chart, ...]:
    from flows.writing import write_texts

    texts = write_texts(Workspace.at(draft.folder.parents[2]), draft.edition)
    return tuple(chart for text in texts.values() for chart in text.charts)


@pytest.fixture
def drawn(monkeypatch) -> list[Chart]:
    """The charts that were drawn since."""
    told: list[Chart] = []
    original = documents.charts.draw_chart

    def watched(chart: Chart, sample: bool) -> bytes:
        told.append(chart)
        return original(chart, sample)

    monkeypatch.setattr(documents.charts, "draw_chart", watched)
    return told


def test_a_chart_is_drawn_once_and_again_only_where_it_shows_something_else(tmp_path, chart, drawn):
    store = chart_store(tmp_path, KEYRING)
    first = draw(chart, True, store)

    assert draw(chart, True, store) == first
    assert len(drawn) == 1

    (series, *others) = chart.series
    more = replace(series, values=tuple(v and v + 1 for v in series.values))
    for other, sample in [
        (replace(chart, series=(more, *others)), True),
        (replace(chart, unit="另"), True),
        (replace(chart, labels=("另", *chart.labels[1:])), True),
        (chart, False),
    ]:
        assert draw(other, sample, store) != first
    assert len(drawn) == 5


def test_what_stands_beside_a_picture_makes_no_other(tmp_path, chart, drawn):
    store = chart_store(tmp_path, KEYRING)
    first = draw(chart, True, store)
    elsewhere = tuple(replace(series, references=()) for series in chart.series)

    for other in [
        replace(chart, number=chart.number + 1),
        replace(chart, key="other", caption="另一月的图", source="资料来源：另一部门", alt="另"),
        replace(chart, series=elsewhere),
    ]:
        assert draw(other, True, store) == first
    assert len(drawn) == 1
    assert documents.charts.draw_chart(chart, True) == first


def test_a_damaged_picture_is_drawn_again(tmp_path, chart, drawn):
    store = chart_store(tmp_path, KEYRING)
    first = draw(chart, True, store)
    (entry,) = store.folder.iterdir()
    content = bytearray(entry.read_bytes())
    content[len(content) // 2] ^= 1
    entry.write_bytes(content)

    assert draw(chart, True, store) == first
    assert len(drawn) == 2


def test_a_direct_rerun_with_the_same_numbers_loads_neither_what_draws_nor_prefect(tmp_path):
    union = copy_sample(tmp_path)
    draft = union / "out/2024-02/draft"
    assert type_in(union, "run", "2024-02", "--direct") == 0
    first = hashes(draft)
    pictures = list((union / ".cache/charts").iterdir())

    ended = subprocess.run(
        [sys.executable, "-c", AGAIN, str(union)], capture_output=True, encoding="utf-8", check=True
    )
    kept = hashes(draft)
    for path in pictures:
        path.unlink()
    assert type_in(union, "run", "2024-02", "--direct", "--again") == 0

    assert pictures
    assert ended.stdout.splitlines()[-1] == "[]"
    assert first == kept == hashes(draft)
