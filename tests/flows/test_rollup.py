"""`bulletin rollup`: a city's draft from its unions' releases, and who is not in it."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path
from zipfile import ZipFile

import pytest

from documents.narrative.labels import part_order
from documents.word.reading import read_word
from flows.command import main
from schemas.settings import Settings, Union
from tests.flows.copies import hashes
from tests.flows.packages import figure, make_release

DRAFT = "out/2024-10/draft"
SIGNED = ("--by", "王五", "--reason", "不要")


@pytest.fixture
def counties(tmp_path: Path) -> Path:
    """The releases of three unions, one of them changed since, and a union without any."""
    folder = tmp_path / "counties"
    amounts = {"甲县总工会": "729200", "乙县总工会": "812345.6", "丙县总工会": "4000.4"}
    for union, amount in amounts.items():
        figures = figure("aid_persons", amount.partition(".")[0]), figure("aid_amount", amount)
        make_release(folder / union / "v1", union, *figures)
    changed = folder / "丙县总工会/v1/figures-public.csv"
    changed.write_text(changed.read_text("utf-8").replace("4000", "9000"), "utf-8")
    (folder / "dingxian").mkdir()
    (folder / "dingxian/bulletin.toml").write_text('[union]\nname = "丁县总工会"\n', "utf-8")
    return folder


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "city").mkdir()
    settings = '[union]\nname = "某市总工会"\nmembers = ["甲县总工会", "戊县总工会"]\n'
    (tmp_path / "city/bulletin.toml").write_text(settings, "utf-8")
    return tmp_path / "city"


def typed(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def said_in(city: Path) -> str:
    return "\n".join(read_word((city / DRAFT / "bulletin.docx").read_bytes()).lines)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_city_s_draft_adds_up_what_is_verified_and_names_the_rest(counties, city, capsys):
    assert typed("rollup", "2024-10", "--packages", f"{counties}/*", "--into", city) == 0

    told = capsys.readouterr().out
    assert "汇总 2/5 个工会：乙县总工会、甲县总工会" in told
    assert "未包括  丙县总工会　发布件校验不符" in told
    assert "未包括  丁县总工会　还没有发布本期" in told
    assert "未包括  戊县总工会　没有发布件" in told
    totals = {
        row["code"]: (row["value"], row["coverage"])
        for row in rows_of(city / DRAFT / "figures.csv")
        if not row["dimension"]
    }
    # 729200 + 812345.6 = 1541545.6; two of five unions
    assert totals["aid_amount"] == ("1541545.6", "0.4")
    found = {row["workbook"]: row["rule"] for row in rows_of(city / DRAFT / "issues.csv")}
    assert found == {"丙县总工会": "E-H03", "丁县总工会": "E-H02", "戊县总工会": "E-H01"}
    text = ZipFile(city / DRAFT / "bulletin.docx").read("word/document.xml").decode()
    assert "各工会四送与慰问资金" in text
    assert "资料来源：各工会发布的统计数据" in text
    assert "丙县总工会" in text
    packages = json.loads((city / DRAFT / "manifest.json").read_text("utf-8"))["packages"]
    assert [*packages] == [
        "乙县总工会 2024-10 v1/figures-public.csv",
        "甲县总工会 2024-10 v1/figures-public.csv",
    ]


def test_the_counties_with_the_largest_amounts_are_named_in_their_order(tmp_path, city):
    """9, 8 and 8 万元 come before 5 and 4; what 己县 does not publish leaves no order."""
    amounts = {"甲": "80000", "乙": "90000", "丙": "80000", "丁": "40000", "戊": "50000"}
    for union, amount in amounts.items():
        name = f"{union}县总工会"
        make_release(tmp_path / "all" / name / "v1", name, figure("aid_amount", amount))

    assert typed("rollup", "2024-10", "--packages", f"{tmp_path}/all/*", "--into", city) == 0

    assert (
        "1—10月，各工会四送与慰问资金居前三位的是乙县总工会9万元，"
        "甲县总工会和丙县总工会各8万元（并列第二）。"
    ) in said_in(city)

    hidden = figure("aid_amount", None, status="不单独公布")
    make_release(tmp_path / "all/己县总工会/v1", "己县总工会", hidden)
    assert typed("rollup", "2024-10", "--packages", f"{tmp_path}/all/*", "--into", city) == 0
    assert "居前" not in said_in(city)


def test_no_order_is_told_where_a_county_is_missing(tmp_path, city):
    for union, amount in {"甲": "80000", "乙": "90000", "丙": "70000", "丁": "40000"}.items():
        name = f"{union}县总工会"
        make_release(tmp_path / "all" / name / "v1", name, figure("aid_amount", amount))

    assert typed("rollup", "2024-10", "--packages", f"{tmp_path}/all/*", "--into", city) == 0

    assert "不包括戊县总工会" in said_in(city)
    assert "居前" not in said_in(city)


def test_a_sum_is_explained_by_the_lines_of_the_releases(counties, city, capsys):
    typed("rollup", "2024-10", "--packages", f"{counties}/*", "--into", city)

    assert typed("explain", "2024-10", "aid_amount", "--workspace", city) == 0

    told = capsys.readouterr().out
    assert "精确值 1541545.6元；状态 正常；应汇总数据已计入 0.4" in told
    assert "    乙县总工会　81.23456万元" in told
    assert "出自 甲县总工会 2024-10 v1/figures-public.csv H3" in told


def test_the_gate_waits_until_a_person_goes_on_by_name_without_who_is_missing(
    counties, city, capsys
):
    order = ("rollup", "2024-10", "--packages", f"{counties}/*", "--into", city, "--by", "王五")
    submit = ("review", "2024-10", "--by", "王五", "--workspace", city)
    without = [w for n in "丙丁戊" for w in ("--without", f"{n}县总工会")]

    assert (typed(*order), typed(*submit)) == (0, 1)
    assert typed(*order, *without, "--reason", "三县在核对") == 0
    assert "丁县总工会　还没有发布本期（具名继续：三县在核对）" in capsys.readouterr().out
    assert typed(*submit) == 0


def test_the_same_releases_give_the_same_bytes_in_another_folder(counties, city, tmp_path):
    order = ("rollup", "2024-10", "--packages", f"{counties}/*", "--into")
    assert typed(*order, city) == 0
    (tmp_path / "elsewhere").mkdir()
    settings = (city / "bulletin.toml").read_bytes()
    (tmp_path / "elsewhere/bulletin.toml").write_bytes(settings)

    assert typed(*order, tmp_path / "elsewhere") == 0

    assert hashes(tmp_path / "elsewhere" / DRAFT) == hashes(city / DRAFT)


def test_what_is_made_from_a_sample_says_so(city, tmp_path, capsys):
    figures = figure("aid_persons", "868"), figure("aid_amount", "729200")
    make_release(tmp_path / "one/v1", "甲县总工会", *figures, sample=True)

    assert typed("rollup", "2024-10", "--packages", tmp_path / "one", "--into", city) == 0

    assert json.loads((city / DRAFT / "manifest.json").read_text("utf-8"))["sample"] is True
    assert "示例数据" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "请写明发布件和本级的工作区"),
        (("--packages", "{counties}/none*"), "之下没有文件夹"),
        (("--packages", "{counties}/d*"), "没有可以汇总的发布件：丁县总工会还没有发布本期"),
        (("--packages", "{counties}/*", "--without", "丁县总工会"), "姓名"),
        (("--packages", "{counties}/*", "--without", "甲县总工会", *SIGNED), "甲县总工会并不缺"),
    ],
)
def test_what_cannot_be_added_up_is_told_in_one_sentence(counties, city, capsys, words, told):
    into = ("--into", city) if words else ()

    assert typed("rollup", "2024-10", *(w.format(counties=counties) for w in words), *into) == 2

    assert told in capsys.readouterr().err
    assert not (city / DRAFT).exists()


def test_two_different_releases_of_one_union_are_not_guessed_between(city, tmp_path, capsys):
    for place, amount in (("a", "100"), ("b", "200")):
        figures = figure("aid_persons", amount), figure("aid_amount", amount)
        make_release(tmp_path / "two" / place, "甲县总工会", *figures)
    make_release(tmp_path / "two/c", "乙县总工会", *figures)

    assert typed("rollup", "2024-10", "--packages", f"{tmp_path}/two/*", "--into", city) == 0

    assert "未包括  甲县总工会　有两份不同的发布件" in capsys.readouterr().out
    rules = {row["workbook"]: row["rule"] for row in rows_of(city / DRAFT / "issues.csv")}
    assert rules == {"甲县总工会": "E-H04", "戊县总工会": "E-H01"}


def test_a_release_that_came_after_the_sum_is_told_before_the_sum_is_submitted(tmp_path, capsys):
    (tmp_path / "city").mkdir()
    (tmp_path / "city/bulletin.toml").write_text('[union]\nname = "某市总工会"\n', "utf-8")
    figures = figure("aid_persons", "868"), figure("aid_amount", "729200")
    make_release(tmp_path / "of/甲县/v1", "甲县总工会", *figures)
    order = ("rollup", "2024-10", "--packages", f"{tmp_path}/of/*", "--into", tmp_path / "city")
    submit = ("review", "2024-10", "--by", "王五", "--workspace", tmp_path / "city")
    assert typed(*order) == 0

    make_release(tmp_path / "of/甲县/v2", "甲县总工会", *figures, version=2)
    capsys.readouterr()

    assert typed(*submit) == 1
    assert "汇总后甲县总工会有新的发布件，请重新运行 bulletin rollup" in capsys.readouterr().err
    assert typed(*order) == 0
    assert typed(*submit) == 0


def test_a_warning_of_a_sum_is_accepted_by_name_and_then_the_sum_may_be_submitted(tmp_path, capsys):
    (tmp_path / "city").mkdir()
    (tmp_path / "city/bulletin.toml").write_text('[union]\nname = "某市总工会"\n', "utf-8")
    for union, figures in {
        "甲县总工会": [figure("job_fairs", "5"), figure("aid_persons", "868")],
        "乙县总工会": [figure("job_fairs", None, status="数据待核"), figure("aid_persons", "32")],
    }.items():
        make_release(tmp_path / "of" / union / "v1", union, *figures)
    at = ("--workspace", tmp_path / "city")
    order = ("rollup", "2024-10", "--packages", f"{tmp_path}/of/*", "--into", tmp_path / "city")
    submit = ("review", "2024-10", "--by", "王五", *at)
    accept = (
        "waive",
        "2024-10",
        "W-H02",
        "乙县总工会",
        "--by",
        "王五",
        "--reason",
        "该县下月补报",
        *at,
    )

    assert (typed(*order), typed(*submit)) == (0, 1)
    assert "还有提醒1条没有答复" in capsys.readouterr().err
    assert (typed(*accept), typed(*accept)) == (0, 2)
    told = capsys.readouterr()
    assert "乙县总工会数据待核或未报送，合计未列：招聘会场次" in told.out
    assert "W-H02 没有待核对的提醒" in told.err
    assert typed(*order) == 0
    assert "提醒 0 条" in capsys.readouterr().out
    [note] = rows_of(tmp_path / "city" / DRAFT / "issues.csv")
    assert note["severity"] == "I"
    assert "已接受：王五，理由：该县下月补报" in note["message"]
    assert typed(*submit) == 0


def test_the_overview_of_a_city_tells_which_union_has_released_since(counties, city, capsys):
    order = ("rollup", "2024-10", "--packages", f"{counties}/*", "--into", city)
    look = ("status", "--workspace", city)
    typed(*order)
    capsys.readouterr()

    assert typed(*look) == 0
    assert "有新的发布件" not in capsys.readouterr().out
    figures = figure("aid_persons", "868"), figure("aid_amount", "729200")
    make_release(counties / "甲县总工会/v2", "甲县总工会", *figures, version=2)
    assert typed(*look) == 0

    told = capsys.readouterr().out
    [line] = [line for line in told.splitlines() if line.strip().startswith("2024-10　")]
    assert "2 个工会" in line
    assert line.endswith("甲县总工会有新的发布件，请重新汇总")
    _, told_to = told.split("下一步：甲县总工会有新的发布件，重新运行 ")
    assert typed(*shlex.split(told_to)[1:]) == 0  # what it tells to type is all that is needed
    assert typed(*look) == 0
    assert "有新的发布件" not in capsys.readouterr().out


def test_into_a_folder_that_is_no_workspace_says_how_to_have_one(counties, tmp_path, capsys):
    into = tmp_path / "none"

    assert typed("rollup", "2024-10", "--packages", f"{counties}/*", "--into", into) == 2

    told = capsys.readouterr().err
    assert "请用 --into 写明本级的工作区" in told
    assert f"bulletin init {into} --union" in told
    assert "--workspace" not in told


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_city_without_returns_of_its_own_is_pointed_to_its_unions(city, capsys, command):
    direct = ["--direct"] if command == "run" else []

    assert typed(command, "2024-10", *direct, "--workspace", city) == 2
    assert "请运行 bulletin rollup 2024-10 --packages" in capsys.readouterr().err


def test_unions_stand_in_the_order_of_the_city_s_settings():
    listed = Settings(union=Union(name="某市总工会", members=("丙县总工会", "甲县总工会")))
    unions = ["乙县总工会", "甲县总工会", "丙县总工会"]

    ordered = sorted(unions, key=lambda union: part_order("county", union, listed))

    assert ordered == ["丙县总工会", "甲县总工会", "乙县总工会"]
