"""Reports may stand in files of their own: .txt, .md, .docx; what cannot be read is said with its place."""

import zipfile
from pathlib import Path

import pytest

from compliance.load.texts import of_reports
from compliance.load.yaml import read

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def evidence(folder: Path, name: str):
    file = folder / "evidence.yaml"
    file.write_text(
        f"报告:\n  - {{类型: 年度报告, 标题: 报告, 文件: {name}}}\n  - {{类型: 总结, 标题: 总结, 正文: 有, 文件: 不读.txt}}\n",
        "utf-8",
    )
    return read(file)


def test_a_text_file_is_read_beside_the_evidence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeff一、总体情况\n", "utf-8")

    assert of_reports([evidence(tmp_path, "a.txt")]) == ({"a.txt": "一、总体情况\n"}, [])


def test_a_word_file_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", WORD.format(PARAGRAPH.format("一、总体情况") + PARAGRAPH.format("二、主动公开")))

    assert of_reports([evidence(tmp_path, "a.docx")]) == ({"a.docx": "一、总体情况\n二、主动公开"}, [])


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_a_damaged_word_file_is_y009_at_its_name(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(content)

    _, problems = of_reports([evidence(tmp_path, "a.docx")])

    assert [(each.code, each.place.line) for each in problems] == [("Y009", 2)]
