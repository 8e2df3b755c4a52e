"""全部: every part must hold; each is a subject."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.checks import Composite
from compliance.engine.plan import Plan
from compliance.engine.shapes import Cells, Subject


@dataclass(frozen=True)
class AllOf(Composite):
    def shape(self, plan: Plan, item: str) -> Cells:
        states, depth = self.states(plan, item)
        subjects = [Subject(state, part.title) for state, part in zip(states, self.parts, strict=True)]
        return Cells(tuple(subjects), depth=depth)
