"""Files of the draft that stands, taken over: only where all of them would be the same."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from dataclasses import fields, replace

import openpyxl
import polars as pl
import pytest

from flows import order, unchanged, writing
from flows.disk import sha256
from flows.progress import Direct
from flows.unchanged import forget_files, note_files, take_files
from flows.workspace import Workspace
from schemas.bulletin import Reference, Remark
from schemas.edition import Edition
from schemas.figure import BALANCE
from schemas.notes import Notes, WrittenParagraph
from schemas.period import Period
from schemas.rollup import Membership
from tests.flows.copies import copy_sample, hashes
from tests.flows.small_union import SHEET, WORKBOOK, make_union, send, type_in
from tests.published import figure, figures, published_edition, settings, views
from tests.workbooks.by_hand import relief

JULY = "2024-07"
FILES = {"bulletin.docx": b"text", "charts/one.png": b"picture", "issues.csv": b"rule\n"}
TEMPLATE = "templates/documents.toml"
HIGH_STANDARD = 600


@pytest.fixture
def edition() -> Edition:
    """The published account."""
    return published_edition()


@pytest.fixture
def standing(tmp_path, edition) -> Workspace:
    """A workspace in which a draft of the edition stands, and what it was made of is noted."""
    root = make_union(tmp_path)
    own = root / TEMPLATE
    own.parent.mkdir()
    own.write_text("# one\n", "utf-8")
    workspace = Workspace.at(root)
    note_files(workspace, edition, FILES)
    for name, content in FILES.items():
        path = draft_in(workspace) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (draft_in(workspace) / "manifest.json").write_text("{}", "utf-8")
    return workspace


def draft_in(workspace):
    return workspace.root / "out/2024-10/draft"


def entry_in(workspace):
    (entry,) = (workspace.root / ".cache/drafts").iterdir()
    return entry


def test_the_files_of_a_draft_that_would_be_the_same_are_taken(standing, edition):
    assert take_files(standing, edition) == FILES


OTHER_FRAME = pl.DataFrame({"other": ["x"]})
OTHERS = {
    "period": Period(2024, 12, 3),
    "settings": settings(targets={"aid_persons": "1"}),
    "figures": figures(figure("aid_persons", "1", "month")),
    "listings": OTHER_FRAME,
    "sources": OTHER_FRAME,
    "coverage": OTHER_FRAME,
    "issues": OTHER_FRAME,
    "changes": OTHER_FRAME,
    "remarks": (Remark(Reference("aid_persons", "month"), "W", "W-P01", "请核对"),),
    "accepted": OTHER_FRAME,
    "comparisons": views(),
    "notes": Notes("notes/2024-10.md", (WrittenParagraph("", "综合", "一段话", 1),)),
    "revisions": OTHER_FRAME,
    "members": Membership(("甲县总工会",), ()),
}


@pytest.mark.parametrize("part", [field.name for field in fields(Edition)])
def test_each_part_of_an_edition_alone_makes_its_files_anew(standing, edition, part):
    other = replace(edition, **{part: OTHERS[part]})
    if part == "period":  # another period's draft, which is not this one's
        shutil.copytree(standing.root / "out/2024-10", standing.root / "out/2024Q4")
        entry = entry_in(standing)
        shutil.copy(entry, entry.with_name(entry.name.replace("2024-10", "2024Q4")))

    assert take_files(standing, other) == {}


@pytest.mark.parametrize("part", ["figures", "coverage"])
def test_one_cell_of_an_edition_one_name_or_one_type_makes_its_files_anew(standing, edition, part):
    frame = getattr(edition, part)
    name = frame.columns[0]
    last = pl.Series(range(frame.height)) == frame.height - 1
    text = pl.when(last).then(pl.lit("另")).otherwise(pl.col(name)).alias(name)

    for other in (
        frame.with_columns(text),
        frame.rename({name: "另"}),
        frame.with_columns(pl.col(name).cast(pl.Categorical)),
        frame.reverse(),
        frame.head(-1),
    ):
        assert take_files(standing, replace(edition, **{part: other})) == {}


def test_another_program_makes_them_anew(standing, edition, monkeypatch):
    monkeypatch.setattr(unchanged, "hash_program", lambda: "another")

    assert take_files(standing, edition) == {}


@pytest.mark.parametrize("name", [TEMPLATE, "templates/flash/opening.md.j2"])
def test_another_template_of_the_union_makes_them_anew(standing, edition, name):
    path = standing.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("# two\n", "utf-8")

    assert take_files(standing, edition) == {}


def edit(draft):
    (draft / "bulletin.docx").write_bytes(b"texT")


def edit_july(root):
    edit(root / "out/2024-07/draft")


def lose(draft):
    (draft / "charts/one.png").unlink()


def add(draft):
    (draft / "~$bulletin.docx").write_bytes(b"open")


def lose_all(draft):
    shutil.rmtree(draft)


@pytest.mark.parametrize("change", [edit, lose, add, lose_all])
def test_a_draft_that_is_not_as_it_was_written_is_not_taken(standing, edition, change):
    change(draft_in(standing))

    assert take_files(standing, edition) == {}


def test_a_document_that_was_forged_with_its_manifest_is_not_taken(standing, edition):
    edit(draft_in(standing))
    manifest = {"outputs": hashes(draft_in(standing))}
    (draft_in(standing) / "manifest.json").write_text(json.dumps(manifest), "utf-8")

    assert take_files(standing, edition) == {}


@pytest.mark.parametrize("at", [0, 100, -1])
def test_a_note_that_is_damaged_is_as_good_as_none(standing, edition, at):
    content = bytearray(entry_in(standing).read_bytes())
    content[at] ^= 1
    entry_in(standing).write_bytes(content)

    assert take_files(standing, edition) == {}


def test_a_note_under_another_secret_is_as_good_as_none(standing, edition):
    (standing.root / ".secret").write_text("another", "utf-8")

    assert take_files(Workspace.at(standing.root), edition) == {}


def test_a_note_that_is_to_be_forgotten_is_none(standing, edition):
    forget_files(standing, edition.period)
    forget_files(standing, edition.period)

    assert take_files(standing, edition) == {}


@pytest.mark.parametrize("wish", [{"pdf": True}, {"contents": "页码"}])
def test_what_libreoffice_has_a_hand_in_is_made_anew(standing, edition, wish):
    wished = replace(edition, settings=settings(**wish))
    note_files(standing, wished, FILES)

    assert take_files(standing, wished) == {}


def test_one_note_is_kept_of_a_period(standing, edition):
    more = FILES | {"changes.csv": b"code\n"}
    note_files(standing, replace(edition, sources=OTHER_FRAME), more)

    assert entry_in(standing).name == "2024-10.sealed"
    assert take_files(standing, edition) == {}


def test_where_nothing_can_be_noted_the_run_goes_on(tmp_path, edition):
    root = make_union(tmp_path)
    (root / ".cache").write_text("no folder", "utf-8")

    note_files(Workspace.at(root), edition, FILES)
    forget_files(Workspace.at(root), edition.period)

    assert take_files(Workspace.at(root), edition) == {}


def test_how_many_cells_there_are_is_told_by_no_file_and_makes_none_anew(standing):
    counted = published_edition()
    more = counted.coverage.with_columns(cells_seen=41, cells_set_aside=5)

    assert not set(BALANCE) & set(counted.written.coverage.columns)
    assert replace(counted, coverage=more).written.coverage.equals(counted.written.coverage)


def run(root, period: str = JULY) -> int:
    return type_in(root, "run", period, "--direct")


def change_number(root):
    send(root, WORKBOOK, relief())


def change_what_is_not_printed(root):
    send(root, WORKBOOK, relief(**{"标准(元/人)": 600, "金额(元)": 90_000, "凭证号": "记-7-4"}))


def set_a_remark_aside(root):
    path = root / "raw" / WORKBOOK
    book = openpyxl.load_workbook(path)
    book[SHEET].cell(2, 40).value = "更正"
    book.save(path)


def make_a_fault(root):
    send(root, WORKBOOK, relief(), relief(批次号="BF-202407-02", 人数=None))


def send_a_new_version(root):
    send(root, "2024-07/帮扶_v2.xlsx", relief(), 版本=2)


def add_workbook_before(root):
    send(root, "2024-06/帮扶.xlsx", relief(发放日期="2024-06-09"))


def lose_a_workbook(root):
    send(root, "2024-07/帮扶_v2.xlsx", relief(), 版本=2)
    assert run(root) == 0
    (root / "raw/2024-07/帮扶_v2.xlsx").unlink()


def rename_workbook(root):
    (root / "raw" / WORKBOOK).rename(root / "raw/2024-07/另名.xlsx")


def add_settings(text):
    def change(root):
        with (root / "bulletin.toml").open("a", encoding="utf-8") as file:
            file.write(text)

    change.__name__ = text.split()[0].strip("[]")
    return change


def accept_warning(root):
    assert type_in(root, "waive", JULY, "W-P01", "--by", "甲", "--reason", "已核对") == 0


def correct_cell(root):
    rows = openpyxl.load_workbook(root / "raw" / WORKBOOK)[SHEET].iter_rows()
    (place,) = [cell.coordinate for row in rows for cell in row if cell.value == HIGH_STANDARD]
    words = ("fix", JULY, WORKBOOK, place, "--sheet", SHEET, "--new", "601")
    assert type_in(root, *words, "--by", "甲", "--reason", "已核对") == 0


def keep_a_baseline(root):
    (root / "baseline").mkdir()
    text = "code,basis,period,dimension,value\naid_persons,month,2023-07,,100\n"
    (root / "baseline/2023.csv").write_text(text, "utf-8")


def write_a_note(root):
    (root / "notes").mkdir()
    (root / "notes/2024-07.md").write_text("# 四送与困难帮扶\n\n各项工作平稳。\n", "utf-8")


CHANGES = [
    change_number,
    change_what_is_not_printed,
    set_a_remark_aside,
    make_a_fault,
    send_a_new_version,
    add_workbook_before,
    lose_a_workbook,
    rename_workbook,
    add_settings("[display]\nrounding = 'GB/T 8170'\n"),
    add_settings("[targets]\naid_persons = 400\n"),
    add_settings("full_name = '示例县总工会委员会'\n"),
    add_settings("[thresholds]\nordinary_cell = 200\n"),
    accept_warning,
    correct_cell,
    keep_a_baseline,
    write_a_note,
]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """A union whose draft of July stands, by a run of its own; not to be changed."""
    root = make_union(tmp_path_factory.mktemp("made"))
    assert run(root) == 0
    return root


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_run_with_all_that_is_kept_writes_what_one_with_nothing_kept_does(
    made_once, tmp_path, change
):
    root = shutil.copytree(made_once, tmp_path / "kept")
    change(root)
    bare = shutil.copytree(root, tmp_path / "bare")
    shutil.rmtree(bare / ".cache")

    assert (run(root), run(bare)) == (0, 0)

    assert draft_hashes(root) == draft_hashes(bare)


def draft_hashes(root, period: str = JULY):
    return hashes(root / "out" / period / "draft")


def draft_again(root, monkeypatch):
    """Run; return whether texts were written."""
    written = []
    original = writing.write_texts

    def watched(workspace, edition):
        written.append(edition.period)
        return original(workspace, edition)

    monkeypatch.setattr(writing, "write_texts", watched)
    order.make_draft(Workspace.at(root), Period.parse(JULY), "甲", Direct(io.StringIO()))
    return bool(written)


@pytest.mark.parametrize(
    ("change", "writes"), [(set_a_remark_aside, False), (change_number, True), (edit_july, True)]
)
def test_texts_are_written_only_where_something_is_to_be_told_otherwise(
    made_once, tmp_path, monkeypatch, change, writes
):
    root = shutil.copytree(made_once, tmp_path / "union")
    change(root)

    assert draft_again(root, monkeypatch) == writes
    assert draft_again(root, monkeypatch) is False


HEAVY = ("matplotlib", "docx", "xlsxwriter", "openpyxl", "flows.writing", "documents.audit")
CHANGED = f"""
import sys
from flows.command import main
try:
    main(["run", "{JULY}", "--direct", "--workspace", sys.argv[1]])
except SystemExit as ended:
    assert not ended.code, ended
print([name for name in {HEAVY} if name in sys.modules])
"""


def test_what_writes_is_not_even_imported_where_the_files_are_taken(made_once, tmp_path):
    root = shutil.copytree(made_once, tmp_path / "union")
    set_a_remark_aside(root)

    done = subprocess.run(
        [sys.executable, "-c", CHANGED, str(root)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"
    manifest = json.loads((root / "out/2024-07/draft/manifest.json").read_text("utf-8"))
    content = (root / "raw" / WORKBOOK).read_bytes()
    assert manifest["inputs"][0]["sha256"] == sha256(content)


@pytest.mark.parametrize(
    ("workbook", "sheet", "place", "value"),
    [
        ("*W05*", "四送与慰问", "AN2", "更正"),
        ("*W05*", "四送与慰问", "I4", 17),
        ("*W01*", "宣教活动", "D4", "民俗文化进校园"),
        ("*W04*", "法律心理活动", "H4", None),
        ("*W09*", "支出明细账", "I4", "付慰问金"),
    ],
)
def test_one_workbook_of_the_sample_changed_gives_the_same_bytes_with_and_without_what_was_kept(
    october_once, tmp_path, workbook, sheet, place, value
):
    root = shutil.copytree(october_once, tmp_path / "kept")
    (path,) = (root / "raw/2024-10").glob(workbook)
    book = openpyxl.load_workbook(path)
    book[sheet][place].value = value
    book.save(path)
    bare = shutil.copytree(root, tmp_path / "bare")
    shutil.rmtree(bare / ".cache")

    assert (run(root, "2024-10"), run(bare, "2024-10")) == (0, 0)

    assert draft_hashes(root, "2024-10") == draft_hashes(bare, "2024-10")


@pytest.fixture(scope="module")
def october_once(tmp_path_factory):
    """The sample with its draft of October; not to be changed."""
    root = copy_sample(tmp_path_factory.mktemp("october"))
    assert run(root, "2024-10") == 0
    return root
