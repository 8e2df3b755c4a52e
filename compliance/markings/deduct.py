"""扣分: so much off for each fault and for each unit of excess, down to a floor."""

from __future__ import annotations

from typing import Literal

import polars as pl

from compliance.engine.arithmetic import div, narrow, product
from compliance.engine.literals import micro
from compliance.engine.shapes import Subject
from compliance.frozen import frozen
from compliance.markings import Marking, Tally
from compliance.model import MICRO

BEYOND = 10**15
"""A loss beyond any item; bounded so that thousands of them still add up in 64 bits."""


@frozen
class Deduct(Marking):
    per_fault: int | None = None
    per_excess: int | None = None
    step: int | None = None
    partial_step: Literal["ignore", "count"] = "ignore"
    per_blank: int | None = None
    per_subject_at_most: int | None = None
    at_most: int | None = None
    floor: Literal["item", "group", "none"] = "item"

    def needs(self) -> frozenset[str]:
        needs = {"excess": self.per_excess, "blank": self.per_blank}
        return frozenset(need for need, amount in needs.items() if amount is not None)

    @property
    def _is_flat(self) -> bool:
        """Whether every fault costs the same."""
        return self.per_excess is None and self.per_blank is None

    def sums(self) -> frozenset[str]:
        return frozenset(() if self._is_flat else {"loss"})

    def faults(self) -> list[str]:
        if self.per_fault is None and self.per_excess is None:
            return ["@needs_amount"]
        unbounded = self.floor in ("group", "none") and self.per_excess is not None
        return ["@needs_cap"] if unbounded and self.per_subject_at_most is None else []

    def never_rewards(self, full: int, *, more_subjects: bool) -> bool:
        return self.per_blank is None or self.per_blank >= (self.per_fault or 0)

    def loss(self, subject: Subject, full: int) -> pl.Expr | int:
        if self._is_flat:
            return self.risk(full)
        base = self._base(subject)
        if self.per_excess is None:
            return base if self.per_subject_at_most is None else pl.min_horizontal(base, self.per_subject_at_most)
        loss = base + self._slope(subject.excess, self.per_excess)
        if self.per_subject_at_most is not None:
            loss = pl.min_horizontal(loss, micro(self.per_subject_at_most))
        return pl.when(subject.excess.is_null()).then(micro(self.risk(full))).otherwise(loss)

    def risk(self, full: int) -> int:
        if self.per_excess is not None:
            return full if self.per_subject_at_most is None else self.per_subject_at_most
        worst = max(self.per_fault or 0, self.per_blank or 0)
        return worst if self.per_subject_at_most is None else min(worst, self.per_subject_at_most)

    def points(self, tally: Tally, full: int) -> pl.Expr:
        risk = self.risk(full)
        loss = product(tally.f, risk) if self._is_flat else product(tally.loss)
        loss = narrow(loss + product(tally.o, risk) if tally.worst else loss)
        if self.at_most is not None:
            loss = pl.min_horizontal(loss, micro(self.at_most))
        return (full - loss).clip(0) if self.floor == "item" else full - loss

    def _base(self, subject: Subject) -> pl.Expr:
        """What a fault costs before its excess is looked at."""
        fault = micro(self.per_fault or 0)
        if self.per_blank is None or subject.blank is None:
            return fault
        return pl.when(subject.blank).then(micro(self.per_blank)).otherwise(fault)

    def _slope(self, excess: pl.Expr, per_excess: int) -> pl.Expr:
        if self.step is None:
            return div(product(excess, per_excess), MICRO).clip(upper_bound=BEYOND)
        steps = excess // self.step if self.partial_step == "ignore" else (excess + self.step - 1) // self.step
        return narrow(product(steps, per_excess)).clip(upper_bound=BEYOND)
