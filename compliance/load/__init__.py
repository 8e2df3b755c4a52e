"""Reading of files: the only package that opens what people wrote."""

from __future__ import annotations

REASONS: dict[type[Exception], str] = {
    FileNotFoundError: "@file.missing",
    IsADirectoryError: "@file.folder",
    PermissionError: "@file.permission",
}


def why(reason: Exception) -> str:
    """Why a file could not be read, as a word of `code_words`."""
    return REASONS.get(type(reason), "@file.unreadable")
