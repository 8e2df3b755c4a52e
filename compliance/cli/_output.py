"""Files are written beside and then renamed: an existing output is replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from compliance.errors import Problem, Unavailable
from compliance.source import Place

REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "@output.folder",
    NotADirectoryError: "@output.folder",
    PermissionError: "@output.permission",
}


WIDE = 120
"""Columns of a table that goes to a file, or to a pipe where COLUMNS says nothing else."""


def output_width(*, is_file: bool = False) -> int:
    """The width to lay tables out in: COLUMNS, or the terminal's where the output goes to one."""
    asks = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return shutil.get_terminal_size((WIDE, 40)).columns if asks and not is_file else WIDE


def write(path: Path, content: bytes, inputs: Sequence[str] = ()) -> None:
    """Replace the file by rename. Raises Unavailable (A010), also for devices and for the inputs of the run."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise Unavailable(Problem("A010", Place(str(path)), {"reason": "@output.no_file"}))
    if path in [Path(each).resolve() for each in inputs]:
        raise Unavailable(Problem("A010", Place(str(path)), {"reason": "@output.input"}))
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as reason:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise failed(path, reason) from reason


def failed(path: Path, reason: OSError) -> Unavailable:
    """Why something cannot be written there (A010)."""
    return Unavailable(Problem("A010", Place(str(path)), {"reason": REASONS.get(type(reason), "@output.failed")}))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
