"""A PDF is kept without the hour of its making and the chance numbers of LibreOffice."""

from __future__ import annotations

import re
import struct
import zlib

from documents.pdf import is_pdf, settle_pdf


def made(moment: str, day: str, chance: str, text: str = "27户") -> bytes:
    """Return what LibreOffice writes, as far as it differs from one hour to the next."""
    return (
        f"%PDF-1.6\n{text}\n<</CreationDate(D:{moment}Z')>>\n"
        f"<xmp:CreateDate>{day}Z</xmp:CreateDate>\n"
        f"/ID [ <{chance}>\n<{chance}> ]\n/DocChecksum /{chance}\nstartxref\n839982\n%%EOF\n"
    ).encode()


MORNING = made("20241108081500", "2024-11-08T08:15:00", "ED3E114A7214A4B1F7C229640E3ABB5D")
EVENING = made("20241109201530", "2024-11-09T20:15:30", "9420ADBE32060282A33C0014C9989862")


def test_the_same_text_made_at_two_hours_is_the_same_file():
    assert MORNING != EVENING
    assert settle_pdf(MORNING) == settle_pdf(EVENING)


def test_every_part_stays_at_its_place_and_every_word_as_it_was():
    settled = settle_pdf(MORNING)

    assert len(settled) == len(MORNING)
    assert "27户" in settled.decode()
    assert b"D:20000101000000Z'" in settled
    assert b"<xmp:CreateDate>2000-01-01T00:00:00Z<" in settled


def test_another_text_is_another_file_by_its_identity_too():
    others = settle_pdf(made("20241108081500", "2024-11-08T08:15:00", "A" * 32, "28户"))

    def identity(content: bytes) -> bytes:
        return content.partition(b"/ID [ <")[2][:32]

    assert identity(others) != identity(settle_pdf(MORNING))
    assert len(identity(others).strip(b"0123456789ABCDEF")) == 0


def test_a_file_that_was_cut_off_is_no_pdf():
    assert is_pdf(MORNING)
    assert not is_pdf(MORNING[:-7])
    assert not is_pdf(b"")


def with_colours(hour: int) -> bytes:
    """Return a PDF with a colour profile made at some hour, and its table of places."""
    colours = bytes(24) + struct.pack(">6H", 2024, 11, 8, hour, 7, 7 * hour) + bytes(range(256)) * 9
    packed = zlib.compress(colours, hour % 9)
    objects = [
        b"<</N 3/Length 2 0 R/Filter/FlateDecode>>\nstream\n%s\nendstream" % packed,
        b"%d" % len(packed),
        b"<</Type/Catalog>>",
    ]
    content, places = b"%PDF-1.6\n", []
    for number, told in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj\n%s\nendobj\n\n" % (number, told)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(places)
    return content + table + b"trailer\n<<>>\nstartxref\n%d\n%%%%EOF\n" % len(content)


def astray(content: bytes) -> list[int]:
    """Return the objects that do not stand where a PDF's table of places says."""
    table = int(content.rpartition(b"startxref\n")[2].split()[0])
    assert content[table:].startswith(b"xref\n")
    places = re.findall(rb"(\d{10}) \d{5} n", content[table:])
    return [
        number
        for number, place in enumerate(map(int, places), start=1)
        if not content[place:].startswith(b"%d 0 obj" % number)
    ]


def test_the_hour_of_a_colour_profile_is_gone_and_every_object_is_found_at_its_place():
    morning, evening = with_colours(8), with_colours(19)
    assert len(morning) != len(evening)

    settled = settle_pdf(morning)

    assert settled == settle_pdf(evening)
    assert astray(morning) == astray(settled) == []
    packed = settled.partition(b"stream\n")[2].partition(b"\nendstream")[0]
    assert int(settled.partition(b"2 0 obj\n")[2].split()[0]) == len(packed)
    assert struct.unpack(">6H", zlib.decompress(packed)[24:36]) == (2000, 1, 1, 0, 0, 0)
