"""The texts of reports that evidence names by file: .txt and .md as they are, .docx by its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from compliance.errors import Problem
from compliance.load import why
from compliance.source import Document, Mapping
from compliance.source import Sequence as Entries

LARGEST = 20 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEYS = {"table": ("报告", "reports"), "file": ("文件", "file"), "text": ("正文", "text")}


def of_reports(documents: Sequence[Document]) -> tuple[dict[str, str], list[Problem]]:
    """The contents by the name that the evidence gives, and the files that could not be read."""
    contents: dict[str, str] = {}
    problems: list[Problem] = []
    for document in documents:
        for name, path in _named(document):
            try:
                contents[name] = _text(Path(document.file).parent / name)
            except (OSError, UnicodeDecodeError) as reason:
                given = {"reason": why(reason)}
                problems.append(Problem("Y009", document.place(path), given).on(document.lines))
    return contents, problems


def _named(document: Document) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Each file that a report without a text of its own names, with its path in the document."""
    if not isinstance(document.root, Mapping):
        return
    for table in KEYS["table"]:
        rows = document.root.get(table)
        for number, row in enumerate(rows if isinstance(rows, Entries) else ()):
            if isinstance(row, Mapping) and not any(row.get(key) for key in KEYS["text"]):
                for key in KEYS["file"]:
                    name = row.get(key)
                    if isinstance(name, str) and name:
                        yield name, (table, number, key)


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise OSError
    return _paragraphs(path) if path.suffix.lower() == ".docx" else path.read_text("utf-8-sig")


def _paragraphs(path: Path) -> str:
    """The text of a .docx, a line a paragraph. Raises OSError for what is none."""
    import zipfile  # few files of evidence name one
    from xml.etree import ElementTree

    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("word/document.xml").file_size > 10 * LARGEST:
                raise OSError
            root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 - expat bounds entity growth
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as reason:
        raise OSError from reason
    return "\n".join("".join(each.text or "" for each in paragraph.iter(f"{WORD}t")) for paragraph in root.iter(f"{WORD}p"))
