"""Makes the two pictures of the README from the worked example; run by hand after the output changed.

    python tests/golden/pictures/make.py      needs chromium and pdftoppm

Beside each picture stands the SHA-256 of what it shows; a test compares it with what the program prints today.
"""

import hashlib
import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
DAY = "2025-11-03"
PAGE = """<!doctype html><meta charset="utf-8"><style>body{{margin:0;background:#16171b}}
pre{{font:15px/1.5 "Noto Sans Mono CJK SC",monospace;color:#e6e3dd;padding:18px 22px;margin:0;white-space:pre}}
i{{font-style:normal;display:inline-block;width:.5em;text-indent:-.25em}}</style><pre>{text}</pre>"""


def terminal() -> bytes:
    """What `assess` prints."""
    return _run("assess", "0317", "--as-of", DAY)


def document() -> bytes:
    """The PDF of the unit."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "x.pdf"
        _run("report", "unit", "0317", "--as-of", DAY, "-q", "-o", str(out))
        return out.read_bytes()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _narrow(text: str) -> str:
    """Signs of ambiguous width in one cell, as terminals that follow Unicode draw them; this font makes them wide."""
    return re.sub("([“”√△○×…·])", r"<i>\1</i>", text)


def _run(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "compliance", "-C", str(ROOT / "assessments" / "example"), "--lang", "zh", *arguments]
    return subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "COLUMNS": "120"}).stdout


def main() -> None:
    text, pdf = terminal(), document()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = "$ gongkai assess 0317 --as-of 2025-11-03\n\n" + text.decode()
        (folder / "a.html").write_text(PAGE.format(text=_narrow(html.escape(shown, quote=False))), "utf-8")
        (folder / "a.pdf").write_bytes(pdf)
        chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/p"]
        size = ["--window-size=920,520", f"--screenshot={HERE}/terminal.png", f"file://{folder}/a.html"]
        subprocess.run([*chromium, *size], check=True, capture_output=True)
        subprocess.run(
            ["pdftoppm", "-r", "80", "-png", "-f", "1", "-l", "1", "-singlefile", folder / "a.pdf", HERE / "report"], check=True
        )
    (HERE / "shown.txt").write_text(f"terminal {digest(text)}\nreport {digest(pdf)}\n", "utf-8")


if __name__ == "__main__":
    main()
