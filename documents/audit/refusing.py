"""What a person is told of a document that the audit does not let pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from documents.audit.claims import Shown

_MOST = 5


def refusal(found: Mapping[str, Iterable[Shown]]) -> str:
    """Return the sentence that names document, place and numeral; empty where nothing was found.

    `found` are the findings of the audit by the name of the document.
    """
    places = [
        f"{name} {shown.place}“{shown.text}”"
        for name, findings in found.items()
        for shown in dict.fromkeys(findings)
    ]
    if not places:
        return ""
    more = f"等{len(places)}处" if len(places) > _MOST else ""
    return (
        "文稿中的数没有出处，或与指标、口径、单位、约数用词不符，没有写出，原来的初稿未动："
        f"{'；'.join(places[:_MOST])}{more}。请检查模板和设置后重新运行。"
    )
