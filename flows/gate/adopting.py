"""`bulletin adopt`: a document that a person edited becomes the one to be approved."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from documents.adoption import (
    changed_sentences,
    known_numerals,
    recognise,
    sentences,
    unused_sources,
    with_sources,
)
from documents.summary import tell_changes
from documents.word.reading import Written, clean_word, read_word
from flows.disk import in_words, read_regular, sha256
from flows.drafts import DRAFT, replace_folder
from flows.gate.adopted import (
    RECORD,
    Record,
    draft_figures,
    draft_sentences,
    read_adoptions,
    used_figures,
)
from flows.gate.binding import ADOPTED, PDF, bound_content, draft_of, hashes_in
from flows.gate.holding import held
from flows.gate.log import append_act
from flows.kinds import drafted_kinds
from flows.printing import print_word
from flows.records import signature
from flows.workspace import Workspace
from schemas.faults import PersonNeeded, WorkspaceError
from schemas.period import Period
from schemas.release import Changed
from workbooks.privacy import holds_personal_number

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Edited:
    """An edited file beside its draft: key and name of the document, its text, what changed."""

    key: str
    name: str
    text: tuple[str, ...]
    changes: tuple[Changed, ...]


def adopt_document(
    workspace: Workspace, period: Period, path: Path, signed: tuple[str, Sequence[str]], tell: Tell
) -> str:
    """Take over an edited document; return what the person is told at the end.

    `signed` is the name (empty: whoever is logged in) and the sources, as 数或句=出处; `tell`
    is given the sentences that changed, also where they are refused. Raises PersonNeeded where
    the file may not be taken over, WorkspaceError where it cannot be read.
    """
    by, _ = signature(signed[0] or getpass.getuser(), "采用")
    sources = _sources(signed[1])
    content = _content(path)
    with held(workspace, period):
        draft, out = draft_of(workspace, period), workspace.out(period)
        written = read_word(content)
        _require_clean(written, sample=workspace.settings.sample)
        edited = _compare(workspace, out, written, sources)
        tell(tell_changes(edited.name, edited.changes))
        _require_known(edited)
        kept = {**read_adoptions(out), edited.key: _record(out, edited, by)}
        if not edited.changes:
            kept.pop(edited.key)
        clean = clean_word(content, (out / DRAFT / f"{edited.key}.docx").read_bytes())
        printed = (
            print_word({edited.key: clean}) if workspace.settings.pdf and edited.changes else {}
        )
        _keep(out, kept, {edited.key: clean}, printed)
        what = edited.name if edited.changes else f"{edited.name}（恢复用初稿）"
        append_act(out, "采用", (by, ""), bound_content(out, hashes_in(draft)), what)
    if not edited.changes:
        return f"{edited.name}与初稿相同，送审和发布用初稿。"
    place = (out / ADOPTED / f"{edited.key}.docx").as_posix()
    return f"已采用{edited.name}：{place}。送审、批准和发布的是这一份。"


def _content(path: Path) -> bytes:
    try:
        return read_regular(path)
    except OSError as fault:
        raise WorkspaceError(
            f"{path} 无法读取：{in_words(fault)}，请检查文件名，或关闭打开它的程序。"
        ) from None


def _sources(given: Sequence[str]) -> dict[str, str]:
    """Return the sources by what they are for; WorkspaceError for one that is not 数或句=出处."""
    sources = {}
    for line in given:
        key, _, told = (part.strip() for part in line.partition("="))
        if not key or not told:
            raise WorkspaceError('出处写作 --source "数或句子=出自哪里"，如 "320名=县人社局通报"。')
        if holds_personal_number(told):
            raise WorkspaceError("出处中有疑似证件、电话或卡号，请删去后重新输入。")
        sources[key] = told
    return sources


def _require_clean(written: Written, *, sample: bool) -> None:
    """Raise PersonNeeded for what must not be in a document that is to be published."""
    if written.is_tracked:
        raise PersonNeeded("文件中还有未处理的修订：请在 Word 中接受或拒绝全部修订后重试。")
    if any(map(holds_personal_number, written.comments)):
        raise PersonNeeded("批注中有疑似证件、电话或卡号：请在 Word 中删去后重试。")
    if any(map(holds_personal_number, written.lines)):
        raise PersonNeeded("正文中有疑似证件、电话或卡号：请在 Word 中删去后重试。")
    if written.carried:
        raise PersonNeeded(f"文件中有{'、'.join(written.carried)}：请在 Word 中删去后重试。")
    if sample and not written.is_marked:
        raise PersonNeeded("页眉上的“示例数据”标记被删去：示例数据的每一页都须标明，请恢复后重试。")


def _compare(
    workspace: Workspace, out: Path, written: Written, sources: Mapping[str, str]
) -> Edited:
    text = sentences(written.lines)
    kinds = drafted_kinds(workspace, out / DRAFT)
    drafts = {key: draft_sentences(out, key) for key in kinds}
    key = recognise(drafts, text)
    if not key:
        raise PersonNeeded(
            f"看不出这是哪一份文稿：请在 {out / DRAFT} 的 {_either(drafts)} 上修改。"
        )
    names = workspace.settings.standing_names.values()
    known = known_numerals(draft_figures(out), [*chain(*drafts.values()), *names])
    changes = changed_sentences(drafts[key], text, known)
    unused = unused_sources(changes, sources)
    if unused:
        raise PersonNeeded(f"出处“{'、'.join(unused)}”没有对应的数，请核对写法。")
    return Edited(key, kinds[key].name, text, with_sources(changes, sources))


def _either(keys: Iterable[str]) -> str:
    return " 或 ".join(f"{key}.docx" for key in keys)


def _require_known(edited: Edited) -> None:
    unknown = dict.fromkeys(text for change in edited.changes for text in change.unknown)
    if unknown:
        first = next(iter(unknown))
        raise PersonNeeded(
            f"没有采用：{'、'.join(unknown)}在本期数据中查不到；请改用数据中的写法，"
            f'或注明出处，如 --source "{first}=出自哪里"。'
        )


def _record(out: Path, edited: Edited, by: str) -> Record:
    return {
        "by": by,
        "changes": [asdict(change) for change in edited.changes],
        "figures": used_figures(draft_figures(out), edited.text),
        "draft": draft_sentences(out, edited.key),
    }


def _keep(
    out: Path, records: Mapping[str, Record], new: Mapping[str, bytes], printed: Mapping[str, bytes]
) -> None:
    """Replace the folder of adopted documents, and their PDFs, as a whole."""
    old = out / ADOPTED
    files: dict[str, bytes] = {}
    told: dict[str, Record] = {}
    for key, record in records.items():
        content = new[key] if key in new else (old / f"{key}.docx").read_bytes()
        pdf = printed.get(key) if key in new else _there(old / f"{key}{PDF}")
        told[key] = {**record, "sha256": sha256(content)}
        files[f"{key}.docx"] = content
        told[key].pop("pdf_sha256", None)
        if pdf is not None:
            files[f"{key}{PDF}"] = pdf
            told[key]["pdf_sha256"] = sha256(pdf)
    if files:
        files[RECORD] = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    replace_folder(out, ADOPTED, files)


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
