"""A PDF as it is kept: without the hour and the chance numbers that LibreOffice writes into it."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Callable

from documents.word.package import MADE

_DATE = MADE.strftime("%Y%m%d%H%M%S").encode()
_WRITTEN = MADE.strftime("%Y-%m-%dT%H:%M:%S").encode()
_DATES = re.compile(rb"(?P<name>/(?:Creation|Mod)Date\(D:)\d{14}(?P<zone>[^)]*)\)")
_METADATA = re.compile(rb"(?P<name><xmp:(?:Create|Modify|Metadata)Date>)[-\d]{10}T[:\d]{8}")
_CHANCE = re.compile(rb"(?P<name>/ID\s*\[\s*<|/DocChecksum\s*/)[0-9A-F]{32}(?:>\s*<[0-9A-F]{32})?")
_HEXADECIMAL = re.compile(rb"[0-9A-F]{32}")

_PROFILE = re.compile(
    rb"<</N 3/Length (?P<length>\d+) 0 R/Filter/FlateDecode>>\nstream\n(?P<packed>.*?)\nendstream",
    re.DOTALL,
)
_PLACE = re.compile(rb"(\d{10})(?= \d{5} n)")
_START = re.compile(rb"startxref\s+(?P<place>\d+)\s+%%EOF\s*$")
_PROFILE_DATE = slice(24, 36)
"""Six numbers of two bytes each: when a colour profile was made (ICC.1, 7.2.1)."""


_HEADING = re.compile(rb"/Title<FEFF(?P<title>[0-9A-F]+)>\s*/Dest\[(?P<page>\d+) 0 R")
_PAGES = re.compile(rb"/Type/Pages\b[^>]*?/Kids\[(?P<pages>[^\]]*)\]")


def pages_of_headings(content: bytes) -> list[tuple[str, int]]:
    """Return the headings of a PDF in their order, each with the number of its page."""
    tree = _PAGES.search(content)
    pages = re.findall(rb"(\d+) 0 R", tree["pages"]) if tree else []
    return [
        (bytes.fromhex(found["title"].decode()).decode("utf-16-be"), pages.index(found["page"]) + 1)
        for found in _HEADING.finditer(content)
        if found["page"] in pages
    ]


def is_pdf(content: bytes) -> bool:
    """Return whether a content is a whole PDF."""
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


def settle_pdf(content: bytes) -> bytes:
    """Return the PDF with the date of every file of ours, and an identity from its content."""
    dated = _DATES.sub(lambda found: found["name"] + _DATE + found["zone"] + b")", content)
    dated = _METADATA.sub(lambda found: found["name"] + _WRITTEN, dated)
    bare = _CHANCE.sub(_with(b"0" * 32), _settle_colours(dated))
    identity = hashlib.sha256(bare).hexdigest()[:32].upper().encode()
    return _CHANCE.sub(_with(identity), bare)


def _with(identity: bytes) -> Callable[[re.Match[bytes]], bytes]:
    return lambda found: _HEXADECIMAL.sub(identity, found[0])


def _settle_colours(content: bytes) -> bytes:
    """Return the PDF with the date of its colour profile fixed, where it has one (PDF/A).

    The profile is packed, so its length may change; what lies behind it moves, and the table
    of places at the end of the file follows.
    """
    profile, start = _PROFILE.search(content), _START.search(content)
    if profile is None or start is None:
        return content
    colours = bytearray(zlib.decompress(profile["packed"]))
    colours[_PROFILE_DATE] = struct.pack(">6H", *MADE.timetuple()[:6])
    packed = zlib.compress(bytes(colours), 9)
    begin, end = profile.span("packed")
    table, last = int(start["place"]), start.start()
    moved = len(packed) - (end - begin)

    def shifted(place: int) -> int:
        return place + moved if place > begin else place

    places = _PLACE.sub(lambda found: b"%010d" % shifted(int(found[1])), content[table:last])
    text = content[:begin] + packed + content[end:table]
    length = rb"(?<=\n%s 0 obj\n)\d+(?=\nendobj)" % profile["length"]
    text = re.sub(length, lambda found: b"%0*d" % (len(found[0]), len(packed)), text)
    return text + places + b"startxref\n%d\n%%%%EOF\n" % shifted(table)
