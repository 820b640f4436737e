"""The Word template of the analyst's bulletin; he would have typed it in Word once."""

from __future__ import annotations

from pathlib import Path

import docx

TABLES = """{{%p for table in tables if table.head|length == {n} %}}"""
WIDTHS = (3, 4, 5, 6)


def make_template(path: Path) -> None:
    """Write the template: a title, sentences, a table of each width, pictures."""
    document = docx.Document()
    document.add_heading("{{ union }}{{ month }}工作统计公报", level=0)
    for line in ("{%p for sentence in sentences %}", "{{ sentence }}", "{%p endfor %}"):
        document.add_paragraph(line)
    for columns in WIDTHS:
        document.add_paragraph(TABLES.format(n=columns))
        document.add_paragraph("{{ table.title }}", style="Caption")
        _add_table(document, columns)
        document.add_paragraph("{%p endfor %}")
    charts = ("{%p for chart in charts %}", "{{ chart.image }}", "{{ chart.title }}")
    for line in (*charts, "{%p endfor %}"):
        document.add_paragraph(line)
    document.save(str(path))


def _add_table(document: docx.document.Document, columns: int) -> None:
    table = document.add_table(4, columns, style="Table Grid")
    for at in range(columns):
        table.cell(0, at).text = f"{{{{ table.head[{at}] }}}}"
        table.cell(2, at).text = f"{{{{ row[{at}] }}}}"
    table.cell(1, 0).text = "{%tr for row in table.rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
