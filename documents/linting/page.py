"""The page: paper, margins, grid, page numbers, fonts and languages (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from documents.linting.package import TWIPS_PER_MM, Element, Package
from schemas.linting import LayoutFault

_PAPER = {"w": 210, "h": 297}
_MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
_NAMES = {"top": "上", "bottom": "下", "left": "左", "right": "右"}
_ALLOWED_MM = 1.0
_LINE_PITCH = range(577, 582)
_FONTS = {
    "方正小标宋简体",
    "方正小标宋_GBK",
    "仿宋_GB2312",
    "仿宋",
    "楷体_GB2312",
    "楷体",
    "黑体",
    "宋体",
}
_LATIN = ("ascii", "hAnsi")
_EVERY_FONT = ("ascii", "hAnsi", "eastAsia", "cs")


def look_at_page(package: Package) -> Iterator[LayoutFault]:
    """Yield what is wrong with the pages."""
    for number, section in enumerate(package.body.iter(qn("w:sectPr")), start=1):
        place = f"第{number}节"
        yield from _paper(section, place)
        yield from _grid(section, place)
    if package.settings.find(qn("w:evenAndOddHeaders")) is None:
        yield LayoutFault("L-04", "设置", "没有启用奇偶页不同")
    yield from _page_numbers(package)


def look_at_fonts(package: Package) -> Iterator[LayoutFault]:
    """Yield what is wrong with fonts and languages."""
    defaults = package.styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts")) if defaults is not None else None
    missing = [n for n in _EVERY_FONT if fonts is None or not fonts.get(qn(f"w:{n}"))]
    if missing:
        yield LayoutFault("L-07", "默认样式", f"没有写明{'、'.join(missing)}字体")
    language = defaults.find(qn("w:lang")) if defaults is not None else None
    if language is None or not (language.get(qn("w:eastAsia")) or "").startswith("zh"):
        yield LayoutFault("L-11", "默认样式", "中文的语言不是 zh-CN")
    yield from _themes(package)
    yield from _families(package)


def _paper(section: Element, place: str) -> Iterator[LayoutFault]:
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    for rule, found, stated in (("L-01", size, _PAPER), ("L-02", margins, _MARGINS)):
        for side, wanted in stated.items():
            length = _millimetres(found, side)
            if length is None or abs(length - wanted) > _ALLOWED_MM:
                told = "没有写明" if length is None else f"{length:.1f}毫米"
                name = _NAMES.get(side, {"w": "宽", "h": "高"}.get(side, side))
                yield LayoutFault(rule, place, f"{name}{told}，应为{wanted}毫米")


def _millimetres(node: Element | None, side: str) -> float | None:
    text = node.get(qn(f"w:{side}")) if node is not None else None
    return int(text) / TWIPS_PER_MM if text and text.lstrip("-").isdigit() else None


def _grid(section: Element, place: str) -> Iterator[LayoutFault]:
    grid = section.find(qn("w:docGrid"))
    kind = grid.get(qn("w:type")) if grid is not None else None
    pitch = grid.get(qn("w:linePitch")) if grid is not None else None
    if kind != "linesAndChars" or not pitch or int(pitch) not in _LINE_PITCH:
        yield LayoutFault("L-03", place, f"网格为{kind or '无'}，行距{pitch or '未写'}")


def _page_numbers(package: Package) -> Iterator[LayoutFault]:
    footers = [root for name, root in package.parts.items() if "/footer" in name]
    numbered = [root for root in footers if "PAGE" in _instructions(root)]
    if not numbered:
        yield LayoutFault("L-05", "页脚", "没有页码")
    for footer in numbered:
        text = "".join(node.text or "" for node in footer.iter(qn("w:t")))
        if text.count("—") != len(("前", "后")):
            yield LayoutFault("L-06", "页脚", f"写作“{text}”")
    if len(numbered) == 1 and package.settings.find(qn("w:evenAndOddHeaders")) is not None:
        yield LayoutFault("L-05", "页脚", "奇偶页中有一种没有页码")


def _instructions(root: Element) -> str:
    texts = [node.text or "" for node in root.iter(qn("w:instrText"))]
    simple = [node.get(qn("w:instr")) or "" for node in root.iter(qn("w:fldSimple"))]
    return " ".join((*texts, *simple))


def _themes(package: Package) -> Iterator[LayoutFault]:
    for name, root in package.parts.items():
        if "/theme/" in name:
            yield LayoutFault("L-09", name, "有主题部件，字体会随主题改变")
            continue
        themed = [
            node
            for node in root.iter(qn("w:rFonts"))
            if any("Theme" in str(key) for key in node.keys())  # noqa: SIM118 - an lxml element
        ]
        if themed:
            yield LayoutFault("L-08", name, f"{len(themed)}处用主题字体")


def _families(package: Package) -> Iterator[LayoutFault]:
    used: set[str] = set()
    for name, root in package.parts.items():
        for node in root.iter(qn("w:rFonts")):
            family = node.get(qn("w:eastAsia"))
            used |= {f for n in _EVERY_FONT if (f := node.get(qn(f"w:{n}")))}
            if family and family not in _FONTS:
                yield LayoutFault("L-10", name, f"中文字体“{family}”不是公文所用")
    table = next((root for name, root in package.parts.items() if "fontTable" in name), None)
    listed = {node.get(qn("w:name")) for node in table} if table is not None else set()
    if used - listed:
        yield LayoutFault("L-12", "字体表", f"没有列出{'、'.join(sorted(used - listed))}")
