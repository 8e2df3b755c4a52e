"""全部: every part must hold; each is a subject."""

from __future__ import annotations

from compliance.checks import Composite
from compliance.engine.plan import Plan
from compliance.engine.shapes import Cells, Subject
from compliance.frozen import frozen


@frozen
class AllOf(Composite):
    def shape(self, plan: Plan, item: str) -> Cells:
        states, depth = self.states(plan, item)
        subjects = [Subject(state, part.title) for state, part in zip(states, self.parts, strict=True)]
        return Cells(tuple(subjects), depth=depth)
