"""The parts of tables, on screens and in documents: finished text, no wording rules and no model.

Shares are integers of 10⁻⁶ of the width they are drawn on. `tone` is the one meaning a colour has
(`shared visual note`: ink, soft, red = lost points, open = not checked or unknown, none = not applicable).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Tone = Literal["ink", "soft", "red", "open", "none"]
Align = Literal["left", "right", "center"]


class Cell(NamedTuple):
    text: str
    tone: Tone = "ink"
    bold: bool = False


class Column(NamedTuple):
    """`share`: part of the table's width in 10⁻⁶; the shares of a table add up to at most 1,000,000."""

    title: str
    share: int
    align: Align = "left"


class Row(NamedTuple):
    """One row; `kind` band (group line), total (last line), lost, open (tinted) or plain.

    A row may have fewer cells than columns: the last cell then spans the rest.
    """

    cells: tuple[Cell, ...]
    kind: Literal["plain", "band", "total", "lost", "open"] = "plain"


class Table(NamedTuple):
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
