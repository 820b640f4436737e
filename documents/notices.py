"""Notices in words: a title of one line, and a few lines below it."""

from __future__ import annotations

from dataclasses import fields

from documents.filling import fill_template
from schemas.notice import Message, Notice


def write_notice(notice: Notice, union: str, *, sample: bool) -> Message:
    """Return what is sent of a notice of a union; of a sample it says so."""
    told = {field.name: getattr(notice, field.name) for field in fields(notice)}
    text = fill_template("notice.txt.j2", union=union, sample=sample, **told)
    subject, _, body = text.partition("\n")
    return Message(subject, body.strip("\n"))
