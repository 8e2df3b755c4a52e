"""The committed faces and the map from their codes back to characters."""

from __future__ import annotations

import pytest

from compliance.report.pdf.faces import SANS, SANS_BOLD, SERIF, SERIF_BOLD, Face, advances, missing, unicode_map

RARE = "䶮㛃喆堃镕淼翀彧龑犇骉赟昇囧㻌㟃𠅤𬱖𬬻𫖯𬀩𫟹𬭸𪟝"
SIGNS = "–—…−“”‘’·•‰°×÷≤≥√△○●□■▼▲→※〔〕《》　，％①Ⅳ"


def test_every_character_of_gbk_has_a_glyph() -> None:
    codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    texts = [text for code in codes if len(text := code.decode("gbk", "ignore")) == 1 and ord(text) > 0x7F]
    assert len(texts) > 21_000
    assert missing("".join(texts)) == ("≒",)  # in neither source


@pytest.mark.parametrize("text", [RARE, SIGNS, "".join(map(chr, range(0x20, 0x7F))), "一\n二"])
def test_rare_names_and_signs_have_a_glyph(text: str) -> None:
    assert missing(text) == ()


def test_what_has_no_glyph_is_named_once_and_sorted() -> None:
    assert missing("好☑𰻞☐☑\ue019") == ("☐", "☑", "\ue019", "𰻞")


@pytest.mark.parametrize("face", [SANS, SANS_BOLD, SERIF, SERIF_BOLD])
def test_figures_are_equally_wide(face: Face) -> None:
    assert len(set(advances("0123456789", face))) == 1


def test_the_unicode_map_writes_utf16_in_blocks_of_a_hundred() -> None:
    text = unicode_map("AAAAAA+Face", (0, 0x2C50, 0x2CC56, 0xE019, *range(0x4E00, 0x4E00 + 200)))
    assert "<02> <D873DC56>" in text
    assert "<03> <2019>" in text
    counts = [int(line.split()[0]) for line in text.splitlines() if line.endswith("beginbfchar")]
    assert counts == [100, 100, 4]
    assert "<00> <CB>" in text
