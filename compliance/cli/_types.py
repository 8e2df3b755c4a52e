"""Values of options: days, periods, ranges, numbers, as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from compliance.cli._settings import Settings, word
from compliance.values import read_date, read_decimal, read_duration
from compliance.words import Lang
from compliance.workdays import Duration


def _lang(ctx: click.Context | None) -> Lang:
    state = ctx.find_object(Settings) if ctx is not None else None
    return state.lang if state is not None else "zh"


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        found = value if isinstance(value, date) else read_date(value)
        return found if found is not None else self.fail(word(_lang(ctx), "bad_date", value=value), param, ctx)


class Period(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    name = "PERIOD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Duration:
        found = value if isinstance(value, Duration) else read_duration(value)
        return found if found is not None else self.fail(word(_lang(ctx), "bad_duration", value=value), param, ctx)


class Range(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    name = "A..B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, date]:
        start, _, end = str(value).partition("..")
        first, last = read_date(start), read_date(end)
        if first is None or last is None or last < first:
            self.fail(word(_lang(ctx), "bad_range", value=value), param, ctx)
        return first, last


class Cell(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """TABLE.ROW.COLUMN=VALUE."""

    name = "CELL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from compliance.validate.supposed import Change

        place, is_given, text = str(value).partition("=")
        table, _, rest = place.partition(".")
        row, _, column = rest.rpartition(".")
        if not is_given or not (table and row and column):
            self.fail(word(_lang(ctx), "bad_cell", value=value), param, ctx)
        return Change(table, row, column, text)


class Size(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """Bytes, as 2GiB or 800MiB."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        units = {"kib": 2**10, "mib": 2**20, "gib": 2**30}
        text = str(value).strip().lower()
        number = read_decimal(text[:-3])
        if text[-3:] not in units or not number or number < 0:
            self.fail(word(_lang(ctx), "bad_size", value=value), param, ctx)
        return number * units[text[-3:]] // 1_000_000


class Amount(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = value if isinstance(value, int) else read_decimal(value)
        return found if found is not None else self.fail(word(_lang(ctx), "bad_number", value=value), param, ctx)
