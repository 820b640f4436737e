"""Files as grids: what kind of file it is, told by its content, and how that kind is read.

What is no table is told in one sentence (E-F01). `read_file` opens it in a process of its own,
with limits on memory and time.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from schemas.faults import WorkbookError
from workbooks import ooxml, opendocument
from workbooks.cells import address
from workbooks.confinement import Delayed, Overrun, allow, confine
from workbooks.delimited import read_delimited
from workbooks.grid import Grid, Sight, make_grid

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_MOST_UNPACKED = 400 << 20
"""Bytes that a package may say it holds."""

_MOST_CELLS = 10_000_000
"""Cells of a sheet from A1 to its last: what the fast reader holds within the limits."""

_MOST_SHEETS = 1_000
"""Sheets of a workbook; each is looked at as every sheet of the contract."""

_MOST_COLUMNS = 16_384
"""Columns of a sheet, as many as Excel has; of its neighbours' files some say more."""

_SECONDS, _SECONDS_MORE = 7.0, 1.5
"""Of work: to open a file; to find out why it could not be opened."""

_SECONDS_A_MEGABYTE = 0.3
"""Of work, for what the sheets and texts of a package take up in the file itself.

A bomb is small there, and pictures do not count: only who sends much is given more.
"""


class FileKind(StrEnum):
    """What a file holds, in the clerk's words."""

    OOXML = "新版工作簿（.xlsx）"
    BIFF = "旧版工作簿（.xls）"
    ODS = "开放文档表格（.ods）"
    CSV = "逗号分隔的文本（.csv）"


_KINDS_OF_SUFFIX: Mapping[str, tuple[FileKind, ...]] = {
    ".xlsx": (FileKind.OOXML,),
    ".xlsm": (FileKind.OOXML,),
    ".xls": (FileKind.BIFF,),
    ".et": (FileKind.BIFF, FileKind.OOXML),
    ".ods": (FileKind.ODS,),
    ".csv": (FileKind.CSV,),
}


@dataclass(frozen=True)
class File:
    """A file that could be read: its kind and its sheets in their order."""

    kind: FileKind
    grids: tuple[Grid, ...]

    def is_called_what_it_is(self, path: Path) -> bool:
        """Return whether the name's extension is that of the content."""
        return self.kind in _KINDS_OF_SUFFIX.get(path.suffix.lower(), ())


def read_file(path: Path) -> File:
    """Return the sheets of a file, opened within limits.

    Raises WorkbookError (E-F01) where it cannot be read as a table.
    """
    require_file(path)
    try:
        return confine(open_file, path, seconds=_SECONDS)
    except Delayed:
        raise _refused(
            path,
            "很久没有读完：电脑正忙，或磁盘、网络太慢，不一定是文件的问题",
            "请稍后重新运行，文件不必重报",
        ) from None
    except Overrun:
        raise _too_much(path, _far_cell(path)) from None


def _far_cell(path: Path) -> str:
    """Return where a sheet reaches too far, as a sentence names it; nothing where none does."""
    try:
        found = confine(find_far_cell, path, seconds=_SECONDS_MORE)
    except (Overrun, WorkbookError):
        return ""
    if found is None:
        return ""
    from workbooks.naming import name_to_tell  # with Pandera, which the child does without

    sheet, cell = found
    return f"表页“{name_to_tell(sheet, '……')}”的内容一直延伸到 {cell}"


def find_far_cell(path: Path) -> tuple[str, str] | None:
    """Return sheet and address of the last cell of a sheet that is too large to be read."""
    content = path.read_bytes()
    if kind_of_file(path, content) is not FileKind.OOXML:
        return None
    for name, row, column in ooxml.last_cells(content):
        if (row + 1) * (column + 1) > _MOST_CELLS:
            return name, address(row + 1, column)
    return None


def require_file(path: Path) -> None:
    """Raise WorkbookError where there is no file, or something that is none."""
    try:
        found = path.lstat()
    except OSError:
        raise _refused(path, "无法打开：文件不存在，或没有读取权限", "请检查") from None
    if stat.S_ISDIR(found.st_mode):
        raise _refused(path, "是文件夹，不是工作簿", "请把其中的工作簿移到本月文件夹")
    if not stat.S_ISREG(found.st_mode):
        what = "链接" if stat.S_ISLNK(found.st_mode) else "管道或设备"
        raise _refused(path, f"是{what}，不是工作簿", "请放入工作簿本身")


def open_file(path: Path) -> File:
    """Return the sheets of a file, without limits; raises as `read_file` does."""
    try:
        content = path.read_bytes()
    except OSError:
        raise _refused(path, "无法打开：没有读取权限，或正被其他程序占用", "请检查") from None
    kind = kind_of_file(path, content)
    if kind is FileKind.OOXML:
        allow(ooxml.count_sent(content) / (1 << 20) * _SECONDS_A_MEGABYTE)
    try:
        grids = tuple(islice(_read(kind, path, content), _MOST_SHEETS + 1))
    except (WorkbookError, MemoryError):
        raise
    except UnicodeDecodeError:
        raise _refused(path, "的文字编码无法识别") from None
    except BaseException:  # noqa: BLE001 (the Rust reader's panics are no Exception)
        raise _refused(path, "无法打开：文件损坏或不完整") from None
    if len(grids) > _MOST_SHEETS:
        raise _too_much(path, f"表页超过{_MOST_SHEETS}张")
    if any(grid.width > _MOST_COLUMNS for grid in grids):
        raise _too_much(path, f"有一行超过{_MOST_COLUMNS}栏")
    return File(kind, grids)


_SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送"
_TAKE_AWAY = "压缩包请解压，放入其中的工作簿；不是报表的，请移出报表文件夹"
"""What is asked of a file that is called a table, and of any other (a picture, a letter)."""


def _refused(path: Path, what: str, advice: str = "") -> WorkbookError:
    is_called_a_table = path.suffix.lower() in _KINDS_OF_SUFFIX
    ask = advice or (_SAVE_AGAIN if is_called_a_table else _TAKE_AWAY)
    return WorkbookError("E-F01", f"{path.name} {what}；{ask}。")


def _too_much(path: Path, because: str = "") -> WorkbookError:
    reason = because or "表格过大、已损坏，或在很远的行列还有内容"
    return _refused(
        path,
        f"读取时超出时间或内存的限制：{reason}",
        "请用 Excel 或 WPS 打开，只把有数据的区域复制到新工作簿，另存为 .xlsx 后重新报送；"
        "数据确实很多的，请分成几份文件",
    )


def kind_of_file(path: Path, content: bytes) -> FileKind:
    """Return what a content is, by its first bytes; WorkbookError where it is no table."""
    if not content:
        raise _refused(path, "是空文件")
    if content.startswith(b"PK"):
        return _kind_of_package(path, content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _refused(path, "设有打开密码", "请取消密码后重新报送")
        return FileKind.BIFF
    return FileKind.BIFF if content.startswith(_BARE_BIFF) else _kind_of_text(path, content)


def _kind_of_text(path: Path, content: bytes) -> FileKind:
    """Return that a content is comma-separated text; WorkbookError where it is something else."""
    if b"\x00" in content[:4096]:
        raise _refused(path, "内容不是工作簿")
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise _refused(path, "内容是网页，不是工作簿")
    if path.suffix.lower() != ".csv":
        raise _refused(path, "内容是文本，不是工作簿")
    return FileKind.CSV


def _kind_of_package(path: Path, content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(ooxml.parts_by_name(package))
            unpacked = sum(item.file_size for item in package.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise _refused(path, "无法打开：文件损坏或不完整") from None
    if unpacked > _MOST_UNPACKED:
        raise _too_much(path)
    if "xl/workbook.xml" in names:
        return FileKind.OOXML
    if "content.xml" in names:
        return FileKind.ODS
    raise _refused(path, "是压缩包或其他文件，不是可以读取的工作簿")


def _read(kind: FileKind, path: Path, content: bytes) -> Iterable[Grid]:
    match kind:
        case FileKind.OOXML:
            return _read_fast(content, ooxml.see_sheets(content))
        case FileKind.ODS:
            return _read_fast(content, opendocument.see_sheets(content))
        case FileKind.BIFF:
            from workbooks.biff import read_biff  # xlrd, which only old files need

            return read_biff(content)
        case FileKind.CSV:
            return [read_delimited(path, content)]


def _read_fast(content: bytes, sights: Mapping[str, Sight]) -> Iterator[Grid]:
    """Yield the worksheets as the fast reader gives their values, with what it misses."""
    book = calamine.CalamineWorkbook.from_object(io.BytesIO(content))
    for sheet in book.sheets_metadata:
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        found = book.get_sheet_by_name(sheet.name)
        yield make_grid(
            sheet.name,
            found.to_python(skip_empty_area=False),
            sights.get(sheet.name, Sight()),
            merged=tuple(found.merged_cell_ranges or ()),
            visible=sheet.visible == calamine.SheetVisibleEnum.Visible,
        )
