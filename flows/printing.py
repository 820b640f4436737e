"""Word documents become PDF, by LibreOffice where it is installed, in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from documents.pdf import is_pdf, pages_of_headings, settle_pdf
from flows.office import find_office, fonts_lacking
from flows.progress import say
from schemas.faults import WorkspaceError

SECONDS = 300
"""How long LibreOffice may take for all the documents of a draft; a bulletin takes about one."""

_WHAT = {
    "UseTaggedPDF": ("boolean", "true"),
    "PDFUACompliance": ("boolean", "true"),  # PDF/UA-1: structure that is read aloud
    "SelectPdfVersion": ("long", "2"),  # PDF/A-2: fonts embedded, made to be kept
    "ExportBookmarks": ("boolean", "true"),
    "UseLosslessCompression": ("boolean", "true"),
    "ReduceImageResolution": ("boolean", "false"),
}
_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {name: {"type": kind, "value": value} for name, (kind, value) in _WHAT.items()}
)
_SAME_EVERYWHERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}

_NO_PAGES = (
    "LibreOffice 没有排出目录的页码，没有写出，原来的初稿未动：请重新运行；"
    '仍然不成的，在 bulletin.toml 中改为 contents = "标题"。'
)


def count_pages(documents: Mapping[str, bytes]) -> dict[str, list[tuple[str, int]]]:
    """Return, by key, the headings of Word documents with the pages on which they stand.

    Raises WorkspaceError where LibreOffice is missing or does not lay them out.
    """
    made = dict(_made(require_office(), documents))
    if documents.keys() - made.keys():
        raise WorkspaceError(_NO_PAGES)
    return {key: pages_of_headings(content) for key, content in made.items()}


def pages_in_order(headings: Sequence[str], laid_out: Sequence[tuple[str, int]]) -> list[int]:
    """Return the pages of some headings; WorkspaceError where they were laid out otherwise."""
    found = [(told, page) for told, page in laid_out if told in headings]
    if [told for told, _ in found] != [*headings]:
        raise WorkspaceError(_NO_PAGES)
    return [page for _, page in found]


def require_office() -> str:
    """Return the program that counts pages; WorkspaceError says what to do where it is missing."""
    program = find_office()
    if program is None:
        raise WorkspaceError(
            "目录的页码由 LibreOffice 排出，本机没有安装：请安装后重新运行，"
            '或在 bulletin.toml 中改为 contents = "标题"。'
        )
    return program


def print_word(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the PDF of each Word document, by its key: tagged, for the archive, of fixed bytes.

    Where LibreOffice is missing, fails or takes too long, what it has not made is left out and
    one sentence says so; a run goes on without.
    """
    program = find_office()
    if program is None:
        say("没有生成 PDF：本机没有安装 LibreOffice；请安装后重新运行，或删去 pdf = true。")
        return {}
    made = dict(_made(program, documents))
    if lacking := [f"{key}.docx" for key in documents if key not in made]:
        say(
            f"没有生成{'、'.join(lacking)}的 PDF：LibreOffice 没有转成；"
            "其余不受影响，可加 --again 再试。"
        )
    if made and (absent := fonts_lacking()):
        say(
            f"PDF 中{'、'.join(absent)}以别的字体代替：本机没有这些字体；"
            "要存档的请装好后加 --again 重做。"
        )
    return made


def _made(program: str, documents: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield from _printed(program, documents, Path(folder))


def _printed(
    program: str, documents: Mapping[str, bytes], folder: Path
) -> Iterator[tuple[str, bytes]]:
    for key, content in documents.items():
        (folder / f"{key}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", _FILTER]
    _run([*command, "--outdir", str(folder), *(str(folder / f"{key}.docx") for key in documents)])
    for key in documents:
        with contextlib.suppress(OSError):
            content = (folder / f"{key}.pdf").read_bytes()
            if is_pdf(content):
                yield key, settle_pdf(content)


def _run(command: Sequence[str]) -> None:
    """Run LibreOffice to its end; end it, and what it started, where it takes too long."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        running = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | _SAME_EVERYWHERE,
            start_new_session=True,
        )
        try:
            running.wait(SECONDS)
        finally:
            _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    if running.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(running.pid, signal.SIGKILL)
    else:
        running.kill()
    running.wait()
