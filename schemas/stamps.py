"""The stamp of a form: tells whether a workbook was filled in on the form of today."""

from __future__ import annotations

import hashlib
import json

from schemas.sheets import Return


def form_stamp(form: Return) -> str:
    """Return the table code and eight hexadecimal digits, such as `W05-0f3a9c21`.

    They change with the return's sheets, and with a column's heading, kind, need or
    choices; not with aliases and sentences, which change nothing on the form.
    """
    asked = [
        [sheet.title, [[c.title, c.kind, c.need, c.choices] for c in sheet.columns.values()]]
        for sheet in form.sheets
    ]
    text = json.dumps([form.code, asked], ensure_ascii=False)
    return f"{form.code}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
