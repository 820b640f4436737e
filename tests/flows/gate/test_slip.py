"""The 送审单 as an office program prints it: one page."""

from __future__ import annotations

import docx
import pytest

from tests.documents.office import print_all
from tests.flows.gate.gated import act, out_of, submit

pytestmark = pytest.mark.prove


def test_the_slip_is_one_page_also_with_adopted_documents_and_the_mark_of_a_sample(union, tmp_path):
    settings = union / "bulletin.toml"
    settings.write_text("sample = true\n" + settings.read_text("utf-8"), "utf-8")
    assert act(union, "run", "--direct", "--by", "张三") == 0
    word = docx.Document(str(out_of(union) / "draft/report.docx"))
    next(p for p in word.paragraphs if "150名" in p.text).runs[-1].text += "大家点赞。"
    word.save(str(union / "a.docx"))
    assert (act(union, "adopt", str(union / "a.docx")), submit(union)) == (0, 0)

    (printed,) = print_all([out_of(union) / "送审单.docx"], tmp_path).values()

    assert len(printed.pages) == 1
    assert "示例数据" in printed.text
    assert "审批人" in printed.text
