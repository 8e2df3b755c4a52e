"""Makes the four static faces of the PDF renderer from two published font packages; run by hand, not shipped.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-serif-sc@0.4.3
    (unpack each, then)
    python make.py SANS_FOLDER SERIF_FOLDER

A folder is the unpacked package: 400Regular/, 700Bold/, LICENSE_FONT. The faces are modified versions under the
same licence, so they carry neutral names, the copyright records and OFL.txt. Same packages, same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # fontTools has no stubs
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # fontTools has no stubs
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # fontTools has no stubs

STAMP = 3_786_912_000  # 2024-01-01 in seconds since 1904, the origin that the head table counts from
NARROW = 0xE000  # private use: the narrow form of U+20xx stands at U+E0xx
QUOTES = "‘’“”"
BLOCKS = (  # whatever the source has of these is kept
    (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x2199), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x26FF), (0x3000, 0x30FF),
    (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip
# The characters of 通用规范汉字表 (2013) that GBK lacks and that lie in the basic plane, and rare names beside them.
NAMES = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬"
    "䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏㻌喆堃镕淼翀彧龑犇骉赟昇囧"
)
REQUIRED = "䶮㛃喆堃镕淼翀彧龑犇骉赟昇囧㻌㟃𠅤𬱖𬬻𫖯𬀩𫟹𬭸𪟝–—…−“”‘’·•‰°×÷≤≥√△○●□■▼▲→※〔〕《》　％"
LACKING = "≒"  # in GBK, in neither source


def main(sans: Path, serif: Path, target: Path) -> None:
    """Writes GongkaiSans-*.ttf, GongkaiSerif-*.ttf and OFL.txt into `target`; raises SystemExit on a missing glyph."""
    copyrights: dict[str, None] = {}
    for family, source in (("Sans", sans), ("Serif", serif)):
        for weight in ("400Regular", "700Bold"):
            font = TTFont(next((source / weight).glob("*.ttf")), recalcTimestamp=False)
            copyrights[str(font["name"].getDebugName(0))] = None
            face = cut(font, f"Gongkai {family}", weight[3:])
            face.save(target / f"Gongkai{family}-{weight[3:]}.ttf")
    first, licence = (sans / "LICENSE_FONT").read_text("utf-8").split("\n", 1)
    notices = (*copyrights, first, (serif / "LICENSE_FONT").read_text("utf-8").split("\n", 1)[0])
    head = "Gongkai Sans and Gongkai Serif are subsets, renamed, of the fonts with these notices:\n\n"
    text = head + "\n".join(dict.fromkeys(notices)) + "\n" + licence
    (target / "OFL.txt").write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", "utf-8")


def cut(font: TTFont, family: str, style: str) -> TTFont:
    """The font cut down to `wanted`, renamed, with equal figures and narrow quotes; changes `font`."""
    known = font.getBestCmap()
    if lost := [char for char in wanted() if ord(char) not in known and char not in LACKING]:
        raise SystemExit(f"{family} {style}: no glyph for {''.join(lost)}")
    narrow_quotes(font)
    keep = {code for start, end in BLOCKS for code in range(start, end + 1)} | {ord(char) for char in wanted()}
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 13, 14]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "vhea", "vmtx"]
    options.notdef_outline = True
    options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=keep | {NARROW + (ord(quote) & 0xFF) for quote in QUOTES})
    subsetter.subset(font)
    equal_figures(font)
    rename(font, family, style)
    font["head"].created = font["head"].modified = STAMP
    return font


def wanted() -> list[str]:
    """All of GBK, then the names and signs that must be there."""
    codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    texts = (code.decode("gbk", "replace") for code in codes)
    return [*(text for text in texts if len(text) == 1 and text != "\ufffd"), *NAMES, *REQUIRED]


def narrow_quotes(font: TTFont) -> None:
    """Gives the proportional quotes, which only a layout feature reaches, code points of their own."""
    glyphs, table = font.getBestCmap(), font["GSUB"].table
    indexes = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "pwid"
        for index in record.Feature.LookupListIndex
    }
    narrow: dict[str, str] = {}
    for index in sorted(indexes):
        for sub in table.LookupList.Lookup[index].SubTable:
            narrow |= getattr(sub, "ExtSubTable", sub).mapping
    for cmap in font["cmap"].tables:
        if cmap.isUnicode() and cmap.format in (4, 12):
            cmap.cmap |= {NARROW + (ord(quote) & 0xFF): narrow[glyphs[ord(quote)]] for quote in QUOTES}


def equal_figures(font: TTFont) -> None:
    """Sets 0–9 in the middle of one advance width: columns of figures must align and Serif has no tnum feature."""
    names = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
    widest = max(font["hmtx"][name][0] for name in names)
    for name in names:
        advance, bearing = font["hmtx"][name]
        shift = (widest - advance) // 2
        pen = TTGlyphPen(None)
        font["glyf"][name].draw(pen, font["glyf"], shift)
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = (widest, bearing + shift)


def rename(font: TTFont, family: str, style: str) -> None:
    post_script = f"{family.replace(' ', '')}-{style}"
    full = f"{family} {style}"
    for identifier, text in (
        (1, family),
        (2, style),
        (3, post_script),
        (4, full),
        (5, "Version 1.000"),
        (6, post_script),
    ):
        font["name"].setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].achVendID = "NONE"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(__file__).parent)
