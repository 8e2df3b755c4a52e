"""Problems in words: the sentence, the line with a mark under the place, the mend; or as data for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Formatter
from typing import Any

from compliance.code_words import WORDS as CODE_WORDS
from compliance.codes import CODES, Severity
from compliance.errors import Problem
from compliance.report.width import columns_of
from compliance.words import Lang, say

MOST_NAMES = 16
"""Allowed names written out before an ellipsis."""


def sentence(problem: Problem, lang: Lang) -> str:
    """What is wrong, in one sentence."""
    code = CODES[problem.code]
    return _filled(code.zh if lang == "zh" else code.en, problem, lang)


def mend(problem: Problem, lang: Lang) -> str:
    """How to mend it."""
    code = CODES[problem.code]
    return _filled(code.mend_zh if lang == "zh" else code.mend_en, problem, lang)


def full(problem: Problem, lang: Lang) -> Iterator[tuple[str, str]]:
    """The lines of a message with the tone of each: head, frame, mark, mend."""
    severity = say(lang, f"severity.{problem.severity.value}")
    yield problem.severity.value, f"{_head(problem)} {severity} {problem.code} {sentence(problem, lang)}"
    place = problem.place
    if problem.excerpt:
        before, marked = problem.excerpt[: place.column - 1], problem.excerpt[place.column - 1 :][: place.width]
        yield "soft", "     |"
        yield "plain", f"{place.line:>4} | {problem.excerpt}"
        yield "mark", f"     | {_blanks(before)}{'^' * max(1, columns_of(marked))}"
    yield "soft", f"     = {say(lang, 'mend')}: {mend(problem, lang)}"


def concise(problem: Problem, lang: Lang) -> str:
    """One line."""
    return f"{_head(problem)} {say(lang, f'severity.{problem.severity.value}')} {problem.code} {sentence(problem, lang)}"


def count(problems: Sequence[Problem], lang: Lang, *, nothing_written: bool) -> str:
    """The closing line: how many errors, how many remarks, and that nothing was written."""
    errors = sum(each.severity is Severity.ERROR for each in problems)
    counts = {"errors": errors, "remarks": len(problems) - errors}
    keys = {name: f"count.{name}" + (".one" if number == 1 else "") for name, number in counts.items()}
    given = [say(lang, keys[name], count=number) for name, number in counts.items() if number]
    return say(lang, "comma").join([*given, *([say(lang, "count.nothing_written")] if nothing_written else [])])


def as_data(problem: Problem, lang: Lang) -> dict[str, Any]:
    """The problem as JSON has it (formats.md §6)."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "path": problem.path or None,
        "value": problem.values.get("found"),
        "message": sentence(problem, lang),
        "hint": mend(problem, lang),
        "allowed": [english for english, _ in problem.allowed],
    }


def _head(problem: Problem) -> str:
    """file:line:column and a colon; a cell stands in brackets without one."""
    return str(problem.place) if problem.place.sheet else f"{problem.place}:"


def _filled(template: str, problem: Problem, lang: Lang) -> str:
    names = [name for _, name, _, _ in Formatter().parse(template) if name]
    values = {name: _value(name, problem, lang) for name in names}
    return template.format(**values)


def _value(name: str, problem: Problem, lang: Lang) -> str:
    if name == "allowed":
        shown = [pair[1 if lang == "zh" else 0] for pair in problem.allowed]
        return " ".join(shown[:MOST_NAMES]) + (" …" if len(shown) > MOST_NAMES else "")
    if name == "near" and "near" not in problem.values:
        return CODE_WORDS["@near"][0 if lang == "zh" else 1].format(near=problem.near) if problem.near else ""
    value = problem.values.get(name, "")
    return CODE_WORDS[value][0 if lang == "zh" else 1] if value in CODE_WORDS else value


def _blanks(text: str) -> str:
    """As many blanks as the text is wide, so that the mark stands under its place; tabs stay tabs."""
    return "".join("\t" if sign == "\t" else " " * columns_of(sign) for sign in text)
