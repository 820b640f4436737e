"""Make the sample: nine departments' files for each of the ten months of 2024.

    python data/make_sample.py [OUT_DIR]

OUT_DIR is `raw` beside this file by default. Without it, the corrected ledger that arrives in
November is made too, below `corrections` (see its README). The files are the same, byte for
byte, on every run with the same version of XlsxWriter.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sample import (
    finance,
    mutual,
    palace,
    places,
    publicity,
    reform,
    relief,
    rights,
    women,
)
from sample.changes import hand_of
from sample.days import MONTHS, month_text
from sample.files import write

RETURNS = (publicity, reform, places, rights, relief, women, mutual, palace, finance)


def make_sample(folder: Path) -> int:
    """Write every file under a folder; return how many there are."""
    books = [returns.book(month) for month in MONTHS for returns in RETURNS]
    for book in books:
        write(book, hand_of(book.code, book.month), folder / month_text(book.month))
    return len(books)


def make_corrections(folder: Path) -> int:
    """Write October's corrected ledger, and November's that follows it; return how many."""
    books = [mutual.corrected(MONTHS[-1], version=2), mutual.corrected(MONTHS[-1] + 1, version=1)]
    for book in books:
        write(book, hand_of(book.code, book.month), folder / month_text(book.month))
    return len(books)


def main() -> None:
    """Write the sample where the command line says."""
    here = Path(__file__).parent
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "raw"
    print(f"已生成 {make_sample(folder)} 个示例文件：{folder}")
    if len(sys.argv) == 1:
        corrected = here / "corrections"
        print(f"已生成 {make_corrections(corrected)} 个更正的文件：{corrected}")


if __name__ == "__main__":
    main()
