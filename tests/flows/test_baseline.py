"""A run with a baseline: last year's figures, known by their content, refused by their line."""

from __future__ import annotations

import csv
import json

import pytest

from flows.disk import sha256
from tests.flows.small_union import last_line, make_union, type_in

HEAD = "code,basis,period,dimension,value\n"


@pytest.fixture
def union(tmp_path):
    """A union that keeps last July's figures: it gave 100 persons 45 000 yuan."""
    root = make_union(tmp_path)
    keep(root, f"{HEAD}aid_persons,month,2023-07,,100\naid_amount,month,2023-07,,45000\n")
    return root


def keep(root, text, name="2023.csv"):
    (root / "baseline").mkdir(exist_ok=True)
    (root / "baseline" / name).write_text(text, "utf-8")


def run(root):
    return type_in(root, "run", "2024-07", "--direct")


def figure(root, code, basis):
    with (root / "out/2024-07/draft/figures.csv").open(encoding="utf-8") as file:
        (row,) = [
            row
            for row in csv.DictReader(file)
            if (row["code"], row["basis"], row["dimension"]) == (code, basis, "")
        ]
    return row


def test_the_figures_are_compared_with_what_is_kept(union):
    assert run(union) == 0

    persons = figure(union, "aid_persons", "month")  # 150 now
    assert (persons["previous_year_value"], persons["year_change"]) == ("100", "50")
    assert persons["year_change_pct"] == "50"
    amount = figure(union, "aid_amount", "month")  # 90 000 now
    assert (amount["previous_year_value"], amount["year_change"]) == ("45000", "45000")
    assert figure(union, "job_hires", "month")["previous_year_value"] == ""


def test_the_baseline_is_an_input_like_any_other(union, capsys):
    assert run(union) == 0
    manifest = json.loads((union / "out/2024-07/draft/manifest.json").read_text("utf-8"))
    content = (union / "baseline/2023.csv").read_bytes()
    assert manifest["settings"]["baseline/2023.csv"] == sha256(content)

    capsys.readouterr()
    assert run(union) == 0
    assert "没有变化" in capsys.readouterr().out
    keep(union, f"{HEAD}aid_persons,month,2023-07,,120\n")
    assert run(union) == 0
    assert "没有变化" not in capsys.readouterr().out
    assert figure(union, "aid_persons", "month")["previous_year_value"] == "120"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("2023.csv", f"{HEAD}aid_persons,month,2023-07,,百人\n", "baseline/2023.csv 第2行"),
        ("2023.xlsx", "", "不是 CSV"),
    ],
)
def test_a_baseline_that_cannot_be_followed_stops_the_run_with_one_sentence(
    union, capsys, name, text, says
):
    keep(union, text, name)

    assert run(union) == 2

    told = capsys.readouterr().err
    assert says in last_line(told)
    assert "Traceback" not in told
    assert not (union / "out/2024-07/draft").exists()


def test_a_file_named_after_a_person_is_told_without_the_name(union, capsys):
    keep(union, f"{HEAD}aid_persons,month,2023-07,,百人\n", "张建国.csv")

    assert run(union) == 2
    assert "张建国" not in capsys.readouterr().err


def test_the_doctor_counts_the_baseline_and_names_a_faulty_line(union, capsys):
    type_in(union, "doctor")
    assert "基期数据 2 条" in capsys.readouterr().out
    keep(union, f"{HEAD}aid_persons,month,2023-07,,百人\n")

    assert type_in(union, "doctor") == 1
    assert "baseline/2023.csv 第2行" in capsys.readouterr().out


def test_a_target_of_no_indicator_is_pointed_at(union, capsys):
    with (union / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write("[targets]\nno_such_code = 5\n")

    assert run(union) == 2
    assert "targets.no_such_code" in last_line(capsys.readouterr().err)
