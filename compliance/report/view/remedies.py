"""The last part: each problem with its arithmetic and remedy, recommendations, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from compliance.assessment import Finding, ItemResult
from compliance.checks.deadline import Deadline
from compliance.checks.notice import Notice
from compliance.checks.response import Response
from compliance.checks.staged import Staged
from compliance.model import State
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.pieces import Issue, Signature
from compliance.report.view import answers, described, spans
from compliance.report.view.days import strip
from compliance.report.view.groups import Same, groups
from compliance.report.view.leaf import Leaf
from compliance.report.view.sentences import headline
from compliance.words import Lang

MOST_NAMED = 6
"""Items named as the reason of one recommendation."""


class Remedies(Leaf):
    """Everything after the detail."""

    def problems(self) -> dict[str, Any]:
        """The problems under their title; strips of days are explained once, where there are any."""
        issues = tuple(self.issues())
        note = self.say("days.legend") if any(each.days for each in issues) else ""
        label = self.say("remedy.label")
        return {"issues_title": self.say("problems"), "issues_note": note, "issues": issues, "remedy_label": label}

    def issues(self) -> Iterator[Issue]:
        for result in self.unit.items:
            if not result.item.informational:
                for same in groups(self.lang, result, (each for each in result.findings if each.state is State.FAIL)):
                    yield self.issue(result, same)

    def issue(self, result: ItemResult, same: Same) -> Issue:
        found = same.findings[0]
        can_mend = found.can_mend and self.run.as_of < self.rules.end
        due = f"{self.say('due')} {self.rules.end.isoformat()}" if can_mend else "—"
        days = strip(self.lang, found, result, self.run.as_of) if len(same.findings) == 1 else ()
        return Issue(
            self.problem_title(result, same), self.loss_text(result, same), self.working(result, found), same.remedy, due, days
        )

    def problem_title(self, result: ItemResult, same: Same) -> str:
        found = same.findings[0]
        if len(same.findings) == 1:
            text = headline(self.lang, found, result)
            return text if found.row else self.say("problem.title", item=result.item.title, finding=text)
        every = self.say("separator").join(same.objects)
        if same.cause == "missing" and not found.row:
            text = self.say("found.missing", subjects=every) + self.say(
                "paren", text=self.say("problem.count", count=len(same.findings))
            )
        else:
            text = self.say("problem.several", names=every, count=len(same.findings), said=same.said)
        return text if found.row else self.say("problem.title", item=result.item.title, finding=text)

    def loss_text(self, result: ItemResult, same: Same) -> str:
        """What these faults cost; where the item cannot lose it all, what it does lose."""
        lost, each = result.max - result.points, same.loss_of_each
        told = sum(one.lost or 0 for one in result.findings)
        if each is None:
            key = "problem.loss" if result.possible == result.points and lost > 0 else "problem.item"
            return self.say(key, id=result.item.id, points=self.points(lost))
        key = "problem.loss" if len(same.findings) == 1 else "problem.each"
        points = each * len(same.findings)
        text = self.say(key, id=result.item.id, points=self.points(points), each=self.points(each), count=len(same.findings))
        return text + (self.say("problem.floor", points=self.points(lost)) if told > lost else "")

    def working(self, result: ItemResult, found: Finding) -> str:
        """The rule with its figures; for a deadline, the days counted out."""
        formula = described.marking(self.lang, result.item.marking)
        counted = self.say("semicolon").join(_counted(self.lang, result, found, self.run.as_of))
        text = f"{result.item.basis}{self.say('colon')}{counted or described.check(self.lang, result.item.check)}"
        return f"{text}{self.say('stop')}{formula}{self.say('stop')}".rstrip()

    def recommendations(self) -> Table:
        columns = (
            Column(self.say("advice"), 300_000),
            Column(self.say("use"), 160_000),
            Column(self.say("because"), 200_000),
            Column(self.say("basis"), 180_000),
            Column(self.say("decided_by"), 160_000),
        )
        rows = []
        for advice in self.unit.advice:
            given = advice.recommendation
            due = "" if advice.due is None else self.say("paren", text=f"{self.say('due')} {advice.due.isoformat()}")
            uses = self.say("separator").join(self.say(each) for each in given.use)
            rows.append(
                Row(
                    (
                        Cell(given.advice + due),
                        Cell(uses),
                        Cell(self.reasons(advice.because)),
                        Cell(given.basis, "soft"),
                        Cell(given.decided_by),
                    )
                )
            )
        return Table(self.say("recommendations"), self.say("recommendations.note"), columns, tuple(rows))

    def reasons(self, because: tuple[Mapping[str, Any], ...]) -> str:
        """What the advice rests on; items of one state together, the first of them named."""
        parts, items = [], dict[str, list[str]]()
        for reason in because:
            if "item" in reason:
                items.setdefault(str(reason["state"]), []).append(str(reason["item"]))
            else:
                values = {name: self.points(value) if name == "score" else value for name, value in reason.items()}
                parts.append(self.say(f"because.{next(iter(reason))}", **values))
        for state, ids in items.items():
            named = self.say("separator").join(ids[:MOST_NAMED])
            more = self.say("found.more", count=len(ids)) if len(ids) > MOST_NAMED else ""
            parts.append(self.say("because.item", item=named + more, state=self.say(state)))
        return self.say("semicolon").join(parts)

    def signatures(self) -> tuple[Signature, ...]:
        return (
            Signature(self.say("sign.unit"), self.say("sign.signed")),
            Signature(self.say("sign.inspectors"), self.say("sign.sign")),
            Signature(self.say("sign.group"), self.say("sign.seal")),
        )

    def seal(self, fingerprint: str) -> tuple[str, ...]:
        number = f"{self.rules.start.year}-{self.unit.code}-{self.say(self.run.layer)}"
        return self.say("seal.number", number=number), self.say("seal.hash", hash=grouped(fingerprint)), self.say("seal.how")


def _counted(lang: Lang, result: ItemResult, found: Finding, as_of: date) -> Iterator[str]:
    """The days counted out, for a row that is judged by a limit; nothing for anything else."""
    check = result.item.check
    if not found.row:
        return
    if isinstance(check, (Deadline, Staged)):
        yield from spans.lines(lang, spans.span(lang, check, found.row, as_of), as_of)
    elif isinstance(check, Response):
        yield from answers.lines(lang, check, found.row, as_of)
    elif isinstance(check, Notice):
        yield from spans.notice(lang, check, found.row, as_of)


def grouped(text: str) -> str:
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))
