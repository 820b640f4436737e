"""csv files in which text stays text and numbers stay numbers."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest

from transforms.exporting import as_csv


def fields(*texts: str) -> list[str]:
    content = as_csv(pl.DataFrame({"a": texts})).decode("utf-8")
    return [row[0] for row in csv.reader(io.StringIO(content))][1:]


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd", "-2+cmd", "@SUM(A1)", "\t=1", "-", "+"])
def test_a_text_that_begins_like_a_formula_is_marked_as_text(text):
    assert fields(text) == [f"'{text}"]


@pytest.mark.parametrize("text", ["-25200", "-0.5", "+3", "25200", "正常=1", "a@b", ""])
def test_numbers_and_other_texts_stay_as_they_are(text):
    assert fields(text, "x") == [text, "x"]


def test_each_column_is_marked_for_itself():
    frame = pl.DataFrame({"a": ["=1", "x"], "b": ["y", "@z"]})

    assert as_csv(frame) == b"a,b\n'=1,y\nx,'@z\n"


def test_numbers_that_are_numbers_and_empty_values_stay_too():
    content = as_csv(pl.DataFrame({"n": [-1, None], "t": ["=1", None]}))

    assert content == b"n,t\n-1,'=1\n,\n"
