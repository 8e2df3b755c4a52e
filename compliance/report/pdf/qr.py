"""The squares of a QR code."""

from __future__ import annotations

from itertools import groupby

from reportlab.graphics.barcode import qrencoder  # type: ignore[import-untyped]  # reportlab has no stubs


def squares(text: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """The black runs (row, column, length) and the number of squares in a row; error correction M.

    Raises ValueError if the text is too long for any code.
    """
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    runs = []
    for row, modules in enumerate(code.modules):
        column = 0
        for dark, group in groupby(bool(module) for module in modules):
            length = len(list(group))
            if dark:
                runs.append((row, column, length))
            column += length
    return tuple(runs), code.getModuleCount()
