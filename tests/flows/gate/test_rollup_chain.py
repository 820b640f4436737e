"""Counties release, the city adds up and releases, the province adds up the cities."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.flows.gate.gated import PHRASE, VARIABLE, release_all
from tests.flows.small_union import WORKBOOK, check, make_union, send, type_in
from tests.workbooks.by_hand import relief

pytestmark = pytest.mark.prove

PERSONS = {"甲县总工会": 150, "乙县总工会": 240, "丙县总工会": 30}
"""At 600 yuan each: 90 000 + 144 000 + 18 000 = 252 000 yuan for 420 persons."""

SIGNED = ("--by", "张三", "--reason", "已核实")


def released_county(root: Path, name: str) -> Path:
    """Return a workspace that has released its July."""
    root.mkdir(parents=True)
    make_union(root)
    (root / "bulletin.toml").write_text(f'[union]\nname = "{name}"\n', "utf-8")
    high = {"人数": PERSONS[name], "标准(元/人)": 600, "金额(元)": 600 * PERSONS[name]}
    send(root, WORKBOOK, relief(**high))
    rules = sorted({row["rule"] for row in check(root) if row["severity"] == "W"})
    assert type_in(root, "waive", "2024-07", *rules, *SIGNED) == 0
    assert type_in(root, "run", "2024-07", "--direct", "--by", "张三") == 0
    return released(root)


def released(root: Path) -> Path:
    assert type_in(root, "passphrase", "--by", "李四") == 0
    release_all(root)
    return root


def added_up(root: Path, name: str, packages: str) -> dict[str, str]:
    """Add up into a fresh workspace; return the value of each figure of the year so far.

    That the members lack the other returns (W-H02) is accepted.
    """
    root.mkdir()
    (root / "bulletin.toml").write_text(f'[union]\nname = "{name}"\n', "utf-8")
    rollup = ("rollup", "2024-07", "--packages", packages, "--by", "张三")
    assert type_in(root, *rollup) == 0
    assert type_in(root, "waive", "2024-07", "W-H02", *SIGNED) == 0
    assert type_in(root, *rollup) == 0
    with (root / "out/2024-07/draft/figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["basis"] == "ytd"]
    return {f"{row['code']} {row['dimension']}".strip(): row["value"] for row in rows}


def test_three_counties_make_a_city_and_two_cities_a_province(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, PHRASE)
    for folder, name in zip(("a", "b", "c"), PERSONS, strict=True):
        released_county(tmp_path / "counties" / folder, name)

    city = added_up(tmp_path / "city", "某市总工会", f"{tmp_path}/counties/*")

    assert (city["aid_persons"], city["aid_amount"]) == ("420", "252000")
    assert city["aid_amount county=乙县总工会"] == "144000"
    assert city["aid_persons project=P-QL01"] == "420"
    released(tmp_path / "city")
    # one city comes as its release's folder alone, as it would be sent; the other is a county
    cities = tmp_path / "cities"
    shutil.copytree(tmp_path / "city/out/2024-07/v1", cities / "city/v1")
    shutil.copytree(tmp_path / "counties/c/out/2024-07/v1", cities / "c")

    province = added_up(tmp_path / "province", "某省总工会", f"{cities}/*")

    # 252 000 of the city and 18 000 of the county: 270 000
    assert province["aid_amount"] == "270000"
    assert province["aid_amount county=某市总工会"] == "252000"
    assert "aid_amount county=乙县总工会" not in province
    assert not [*tmp_path.glob("city/raw/*"), *tmp_path.glob("province/raw/*")]
