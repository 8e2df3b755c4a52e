"""The four faces of the documents: loaded once, measured, and written so that their text can be searched."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]  # reportlab has no stubs
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]  # reportlab has no stubs

Face = Literal["GongkaiSans-Regular", "GongkaiSans-Bold", "GongkaiSerif-Regular", "GongkaiSerif-Bold"]
SANS: Face = "GongkaiSans-Regular"
SANS_BOLD: Face = "GongkaiSans-Bold"
SERIF: Face = "GongkaiSerif-Regular"
SERIF_BOLD: Face = "GongkaiSerif-Bold"

_FOLDER = Path(__file__).with_name("fonts")
_FACES = (SANS, SANS_BOLD, SERIF, SERIF_BOLD)
_QUOTES = "‘’“”"
_NARROW = {ord(quote): 0xE000 + (ord(quote) & 0xFF) for quote in _QUOTES}  # as laid down in fonts/make.py
_PLAIN = {narrow: quote for quote, narrow in _NARROW.items()}
_CHINESE = 0x2E80  # from here on only Chinese characters, their marks and full-width forms


class MissingGlyph(ValueError):
    """`characters` have no glyph; `texts` are the texts they stand in, both sorted."""

    def __init__(self, characters: tuple[str, ...], texts: tuple[str, ...]) -> None:
        named = " ".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(f"{named}: {' | '.join(texts)}")
        self.characters = characters
        self.texts = texts


def missing(text: str) -> tuple[str, ...]:
    """The characters of `text` without a glyph in one of the faces, sorted, each once; a line break needs none."""
    return tuple(sorted(character for character in set(text) - {"\n"} if not _drawable(ord(character))))


def glyphs() -> int:
    """How many characters all faces can draw."""
    first, *others = (_widths(face) for face in _FACES)
    return sum(all(point in widths for widths in others) for point in first)


def advances(text: str, face: Face) -> tuple[int, ...]:
    """The advance width of each character of `text`, in 1/1000 of the size."""
    widths = _widths(face)
    return tuple(widths.get(ord(character), 1000) for character in shaped(text))


def shaped(text: str) -> str:
    """`text` as it is drawn: as long, but with narrow quotes if nothing in it is Chinese.

    The faces' own quotes are as wide as a Chinese character, which tears "the school’s" apart.
    """
    if any(ord(character) >= _CHINESE for character in text):
        return text
    return text.translate(_NARROW)


def register() -> None:
    """Makes the faces known to reportlab; the first call reads the files."""
    for face in _FACES:
        _font(face)


def unicode_map(name: str, subset: tuple[int, ...]) -> str:
    """The ToUnicode CMap of a font `name` whose code i shows the code point `subset[i]` (at most 256 of them).

    reportlab 5.1 writes five digits for a character beyond the basic plane, and readers then find another one;
    the format wants UTF-16, and at most 100 entries a block.
    """
    entries = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _utf16(point: int) -> str:
    return chr(_PLAIN.get(point, point)).encode("utf-16-be").hex().upper()


def _drawable(point: int) -> bool:
    return point not in _PLAIN and all(point in _widths(face) for face in _FACES)


def _widths(face: Face) -> dict[int, int]:
    widths: dict[int, int] = _font(face).face.charWidths
    return widths


@cache
def _font(face: Face) -> Any:
    font = _Searchable(face, str(_FOLDER / f"{face}.ttf"), asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    return font


class _Searchable(TTFont):  # type: ignore[misc]  # the base is untyped
    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab gives the name
        subsets = tuple(tuple(subset) for subset in self.state[doc].subsets)
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            font = fonts[name]
            doc.idToObject[font.ToUnicode.name].content = unicode_map(font.BaseFont, subset)
