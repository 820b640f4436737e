"""A union's own templates, looked at before anything is made: names, parts, digits, figures.

What a template does when it is rendered is told by `rendering`; here is what would else be
found only in the month in which a branch is taken, or never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from documents.filling import TEMPLATES
from documents.narrative.codes import require_code
from documents.narrative.definitions import fill_in, line_of_entry
from documents.narrative.kinds import KINDS, read_kinds
from documents.narrative.rendering import faulty
from documents.narrative.syntax import in_chinese
from schemas.faults import BulletinError
from schemas.kind import Kind

_TEXT = ".md.j2"
_DEFINITIONS = (KINDS, "tables.toml", "charts.toml")
_KEY = re.compile(r"[a-z][a-z_]*")
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TOO_DEEP = re.compile(r"\s*#{3,}\s")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BASES = ("in_period", "ytd", "as_of", "plan")
_ASKING = ("happened", "known", "names", "places", "change", "year_change", "changes")
"""The phrases whose first word is the code of an indicator."""


def require_sound(own: Path, names: Mapping[str, str]) -> None:
    """Raise BulletinError, naming template and line, for what a union's templates may not do.

    `own` is their folder, `names` are those that titles may ask for.
    """
    kinds = read_kinds((TEMPLATES, own))
    for path in sorted(own.rglob("*.j2")):
        name = path.relative_to(own).as_posix()
        if (TEMPLATES / name).exists():
            raise BulletinError(f"模板 {name} 与程序自带的重名，请另取名称。")
        text = _read(path, name)
        _require_laid_out(name, text)
        _require_plain(name, text)
    for name in _DEFINITIONS:
        if (own / name).exists():
            _require_no_digits(name, _quoted(_read(own / name, name)))
    added = {key: kind for key, kind in kinds.items() if key not in read_kinds()}
    _require_whole(own, added)
    _require_distinct(own, added, names)


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BulletinError(f"模板 {name} 无法读取：请另存为 UTF-8 编码的文本。") from None


def _require_laid_out(name: str, text: str) -> None:
    """Raise BulletinError for a template without words, and for a heading that is too deep."""
    if not text.strip():
        raise faulty(name, 1, "模板是空的。")
    for number, line in enumerate(text.splitlines(), start=1):
        if _TOO_DEEP.match(line):
            raise faulty(name, number, "标题只分两级，写作 # 或 ##。")


def _require_plain(name: str, text: str) -> None:
    """Raise BulletinError for digits of its own, a fault of syntax, an unknown figure."""
    _require_no_digits(name, _JINJA.sub(lambda found: "\n" * found[0].count("\n"), text))
    try:
        parsed = Environment().parse(text)
    except TemplateSyntaxError as fault:
        raise faulty(name, fault.lineno, in_chinese(str(fault.message))) from None
    for node in parsed.find_all(nodes.Const):
        if _counts(node.value):
            raise faulty(name, node.lineno, f"“{node.value}”中有数字，数须取自指标。")
    for line, code, basis in _figures(parsed):
        try:
            require_code(code, basis)
        except BulletinError as fault:
            raise faulty(name, line, str(fault)) from None


def _require_no_digits(name: str, text: str) -> None:
    for number, line in enumerate(text.splitlines(), start=1):
        if any(map(str.isdigit, line)):
            raise faulty(name, number, f"“{line.strip()}”中有数字，数须取自指标。")


def _quoted(text: str) -> str:
    """Return the lines of a definition file with nothing but what stands in quotes."""
    lines = (line if line.lstrip()[:1] != "#" else "" for line in text.splitlines())
    return "\n".join(" ".join(_QUOTED.findall(line)) for line in lines)


def _counts(value: object) -> bool:
    """Return whether a constant is a number, or Chinese words with one among them."""
    if isinstance(value, str):
        return bool(_CHINESE.search(value)) and any(map(str.isdigit, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figures(parsed: nodes.Template) -> Iterator[tuple[int, str, str]]:
    """Yield the indicators that a template names: line, code and basis (empty: any)."""
    for found in parsed.find_all(nodes.Getattr):
        if isinstance(found.node, nodes.Name) and found.node.name in _BASES:
            yield found.lineno, found.attr, found.node.name
    for call in parsed.find_all(nodes.Call):
        named = isinstance(call.node, nodes.Name) and call.node.name in _ASKING
        match call.args:
            case [nodes.Const(value=str(code)), *_] if named:
                yield call.lineno, code, ""


def _require_whole(own: Path, kinds: Mapping[str, Kind]) -> None:
    """Raise BulletinError for a kind without its text, or a text without its kind."""
    for key in kinds:
        line = line_of_entry(own / KINDS, key)
        if not _KEY.fullmatch(key):
            raise faulty(KINDS, line, f"[{key}]只能用小写字母和下划线。")
        if not (own / f"{key}{_TEXT}").is_file():
            raise faulty(KINDS, line, f"[{key}]缺少正文模板 {key}{_TEXT}。")
    for text in sorted(own.glob(f"*{_TEXT}")):
        if text.name.removesuffix(_TEXT) not in kinds:
            entry = text.name.removesuffix(_TEXT)
            raise faulty(
                text.name, 1, f"{KINDS} 中没有 [{entry}] 一段；几份文稿共用的放进子文件夹。"
            )


def _require_distinct(own: Path, kinds: Mapping[str, Kind], names: Mapping[str, str]) -> None:
    """Raise BulletinError where two kinds, or the files of their releases, are called alike."""
    program = read_kinds().values()
    taken = {kind.name for kind in program}
    files = {fill_in(kind.file, names).casefold() for kind in program}
    for key, kind in kinds.items():
        line = line_of_entry(own / KINDS, key)
        try:
            file, _, _ = (fill_in(text, names) for text in (kind.file, kind.title, kind.subtitle))
        except BulletinError as fault:
            raise faulty(KINDS, line, f"[{key}]{fault}") from None
        for what, called, known in (("name", kind.name, taken), ("file", file.casefold(), files)):
            if called in known:
                raise faulty(KINDS, line, f"[{key}]的 {what} 与另一种文稿的相同，请另取名称。")
            known.add(called)
