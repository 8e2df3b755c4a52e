"""Makes the pictures of the README from the worked example and the invented county; run by hand after the output changed.

    python tests/golden/pictures/make.py      needs pdftoppm, and chromium if the terminal changed

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
    return _pdf("report", "unit", "0317", "--as-of", DAY)


def summary() -> bytes:
    """The PDF of the county."""
    return _pdf("report", "summary", "--all", "--as-of", "2026-01-15", workspace="county")


def shown() -> str:
    """The digests of what the pictures show today."""
    return "".join(f"{each.__name__} {digest(each())}\n" for each in (terminal, document, summary))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _narrow(text: str) -> str:
    """Signs of ambiguous width in one cell, as terminals that follow Unicode draw them; this font makes them wide."""
    return re.sub("([“”√△○×…·])", r"<i>\1</i>", text)


def _pdf(*arguments: str, workspace: str = "example") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "x.pdf"
        _run(*arguments, "-q", "-o", str(out), workspace=workspace)
        return out.read_bytes()


def _run(*arguments: str, workspace: str = "example") -> bytes:
    command = [sys.executable, "-m", "compliance", "-C", str(ROOT / "assessments" / workspace), "--lang", "zh", *arguments]
    return subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "COLUMNS": "120"}).stdout


def main() -> None:
    """Renew all pictures; that of the terminal, which needs a browser, only if it shows something else now."""
    text = terminal()
    if digest(text) not in (HERE / "shown.txt").read_text("utf-8"):
        _photograph("$ gongkai assess 0317 --as-of 2025-11-03\n\n" + text.decode())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        for name, pdf in (("report", document()), ("summary", summary())):
            file.write_bytes(pdf)
            page = ["-r", "80", "-png", "-f", "1", "-l", "1", "-singlefile", file, HERE / name]
            subprocess.run(["pdftoppm", *page], check=True)
    (HERE / "shown.txt").write_text(shown(), "utf-8")


def _photograph(text: str) -> None:
    """The picture of the terminal."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "a.html"
        page.write_text(PAGE.format(text=_narrow(html.escape(text, quote=False))), "utf-8")
        chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/p"]
        size = ["--window-size=920,520", f"--screenshot={HERE}/terminal.png", f"file://{page}"]
        subprocess.run([*chromium, *size], check=True, capture_output=True)


if __name__ == "__main__":
    main()
