"""Files are written beside and then renamed: an existing output is replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from compliance.errors import Problem, Unavailable
from compliance.source import Place


def write(path: Path, content: bytes) -> None:
    """Replace the file by rename. Raises Unavailable (A010)."""
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
        raise Unavailable(Problem("A010", Place(str(path)), {"reason": reason.strerror or str(reason)})) from reason


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
