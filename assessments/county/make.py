"""The invented county, made anew: `python assessments/county/make.py [FOLDER]` writes 24 units with a year of evidence.

good.py is what a good school hands in, story.py says what went wrong where, README.md tells it. Only `Random.random` is
drawn from, seeded by the unit's code, so the bytes are the same everywhere.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from good import COLUMNS, FIRST_DATES, GRADES, PUPILS
from story import FAULTS, SLIPS, UNITS, Edit, School

from compliance.workdays import Duration, Unit, calendar

YEAR, RULES, SEED = 2025, "校务公开-县级-2025@1.0.0", "county"
NOTE = "# 虚构的单位，由 assessments/county/make.py 生成，不要手改\n"
Row = dict[str, Any]
Tables = dict[str, Any]
"""Rows by table; a table is also `无` (handed in: there is none) or not there (not handed in)."""


def files() -> dict[str, str]:
    """Every generated file: path below this folder → text."""
    heads = "".join(f"  - {flow(head(each))}\n" for each in UNITS)
    found = {"units.yaml": f"{NOTE}单位:\n{heads}"}
    for each in UNITS:
        found[f"assessments/{YEAR}/{each.code}-{each.name}/evidence.yaml"] = evidence(each)
    return found


def evidence(school: School) -> str:
    """The evidence of one unit as YAML."""
    rng = Random(f"{SEED}/{school.code}")  # noqa: S311 - no secret
    tables = good(school, rng)
    edits = [edit for name in school.faults.split() for edit in spelled(name)]
    edits = [*mistakes(tables, edits, school.slips, rng), *edits]
    if any(each.how == "nothing" for each in edits):
        tables = {}
    for each in edits:
        if each.table not in ("", "统计数"):
            apply(tables, each)
    for row in (row for rows in tables.values() for row in rows):
        settle(row)
    if tables:
        tables["统计数"] = figures(school, tables, rng)
    for each in edits:
        if each.table == "统计数":
            apply(tables, each)
    handed_in = later("2026-01-04", 1 + draw(rng, 5))
    lines = [f"单位: {flow(head(school))}", f"年度: {YEAR}", f"规则集: {RULES}", "填报人: 办公室", f"填报日期: {handed_in}"]
    for name, rows in tables.items():
        lines += [f"{name}:", *(f"  - {flow(row)}" for row in numbered(name, rows))] if rows else [f"{name}: 无"]
    return NOTE + "\n".join(lines) + "\n"


def head(school: School) -> Row:
    return {"代码": school.code, "名称": f"××县{school.name}", "类别": school.kind, "特征": school.traits.split()}


def good(school: School, rng: Random) -> Tables:
    """The tables of a school that does everything, a few days earlier or later."""
    words = {school.kind, *school.traits.split()}
    words |= {"公办"} if "民办" not in words else set()
    words |= {"咨询"} if "受理公开申请" not in words else set()
    scale = 80 + draw(rng, 40)
    tables: Tables = {}
    for table, (_, rows, columns) in COLUMNS.items():
        wanted = [row for row in rows if not row[0] or words & set(row[0].split())]
        made = [made_row(dict(zip(columns, row[1:], strict=True)), table, words, scale, rng) for row in wanted]
        tables[table] = made
    tables["信访投诉"] = tables["信访投诉"][: 1 + draw(rng, 3)]
    if "民办" not in words:
        del tables["报告"]
    tables["情形"] = []
    if school.levels:
        tables["评分"] = []
        for layer, by, level in zip(("自评", "核查"), ("校务公开领导小组", "检查组"), school.levels.split(), strict=True):
            tables["评分"].append({"编号": "6.5", "层次": layer, "等级": level, "理由": "家长和教职工问卷", "评分人": by})
    return tables


def made_row(row: Row, table: str, words: set[str], scale: int, rng: Random) -> Row:
    extra = row.pop("要素", None)
    first = next((each for each, value in row.items() if str(value)[4:5] == "-"), None)
    if first:
        row[first] = later(row[first], draw(rng, 5))
    if table == "公开信息":
        channels, post, reviewed = row.pop("载体"), row.pop("保密审查人"), 1 + draw(rng, 2)
        row |= {"审查日期": f"+{reviewed}", "公开日期": f"+{reviewed + draw(rng, 4)}"}
        row |= {"公示起": "+0", "公示止": f"+{extra + draw(rng, 3)}"} if isinstance(extra, int) else {}
        row |= {
            "载体": ["微信公众号" if each == "学校网站" and "有网站" not in words else each for each in channels],
            "保密审查人": post,
        }
    if row.get("金额"):
        row["金额"] *= scale
    row |= row.pop("各步", {})
    return row | ({"要素": extra} if isinstance(extra, list) and extra else {})


def figures(school: School, tables: Tables, rng: Random) -> list[Row]:
    """Figures that add up: parts to totals, pupils to those who pay and those who need not, money to what is left."""
    pupils = {each: PUPILS[school.kind] + draw(rng, PUPILS[school.kind] // 3) for each in GRADES[school.kind]}
    total = sum(pupils.values())
    free = 5 + draw(rng, total // 20)
    projects = {row["项目"]: row["金额"] for row in tables["项目阶段"] if row.get("金额")}
    income = {
        "财政拨款": total * (4000 + draw(rng, 900)),
        "收费收入": (total - free) * (300 + draw(rng, 90)),
        "受赠收入": draw(rng, 9) * 1000,
    }
    spent = {
        "人员经费": total * (3000 + draw(rng, 300)),
        "公用经费": total * (700 + draw(rng, 90)),
        "项目支出": sum(projects.values()),
    }
    before = (50 + draw(rng, 50)) * 1000
    left = before + sum(income.values()) - sum(spent.values())
    rows: list[Row] = []
    for name, parts, measure in (("在校学生数", pupils, "人"), ("全年收入", income, "元"), ("全年支出", spent, "元")):
        rows.append({"名称": name, "数值": sum(parts.values()), "计量单位": measure})
        rows += [{"名称": name, "分项": part, "数值": value, "计量单位": measure} for part, value in parts.items()]
    single = {
        "减免学生数": free,
        "收费学生数": total - free,
        "收费通知单发放数": total - free,
        "年初结余": before,
        "年末结余": left,
    }
    single |= {f"{name}件数": len(tables[table]) for name, table in (("信访受理", "信访投诉"), ("公开申请", "依申请公开"))}
    measures = {"学生数": "人", "发放数": "份", "结余": "元", "件数": "件"}
    for name, value in single.items():
        rows.append({"名称": name, "数值": value, "计量单位": next(each for end, each in measures.items() if name.endswith(end))})
    return rows


def spelled(name: str) -> tuple[Edit, ...]:
    found = FAULTS[name]
    return tuple(edit for each in found.split() for edit in spelled(each)) if isinstance(found, str) else found


def mistakes(tables: Tables, edits: list[Edit], count: int, rng: Random) -> list[Edit]:
    """So many different slips, each where there is such a row and no other fault touches it."""
    taken = {(each.table, each.key) for each in edits if each.key or each.how == "empty"}
    drawn: list[Edit] = []
    for _ in range(count):
        fitting = [name for name in SLIPS.split() if all(is_free(tables, each, taken) for each in spelled(name))]
        slip = spelled(fitting[draw(rng, len(fitting))])
        taken |= {(each.table, each.key) for each in slip}
        drawn += slip
    return drawn


def is_free(tables: Tables, edit: Edit, taken: set[tuple[str, str]]) -> bool:
    there = found(tables, edit.table, edit.key, edit.nth) is not None
    return there and not {(edit.table, edit.key), (edit.table, "")} & taken


def apply(tables: Tables, edit: Edit) -> None:
    rows = tables.setdefault(edit.table, [])
    if edit.how == "empty":
        rows.clear()
        return
    if edit.how == "blank":
        for each in rows:
            each.update(edit.cells)
        return
    row = {} if edit.how == "add" else found(tables, edit.table, edit.key, edit.nth)
    if row is None:
        raise LookupError(edit)
    if edit.how == "drop":
        rows.remove(row)
        return
    if edit.how in ("add", "again"):
        row = dict(row)
        rows.append(row)
    for name, value in edit.cells.items():
        if isinstance(value, int):
            row[name] += value
        elif str(value).startswith("-"):
            row[name] = [each for each in row[name] if each != value[1:]]
        else:
            row[name] = value


def found(tables: Tables, table: str, key: str, nth: int) -> Row | None:
    if table == "统计数":
        return next((row for row in tables.get(table, []) if row["名称"] == key and "分项" not in row), None)
    same = [
        row for row in tables.get(table, []) if key in (row.get("事项"), row.get("类型"), row.get("项目"), row.get("收到方式"))
    ]
    return same[nth] if nth < len(same) else None


def settle(row: Row) -> None:
    """`+n` becomes the day n working days after the row's first date; shown from when published, until n days after that."""
    first = next((row[each] for each in FIRST_DATES if row.get(each)), "")
    for name, value in list(row.items()):
        if value is None:
            del row[name]
        elif isinstance(value, str) and value.startswith("+"):
            start = {"公示起": row.get("公开日期"), "公示止": row.get("公示起")}.get(name) or first
            row[name] = later(start, int(value))


def later(day: str, count: int) -> str:
    """The day that many working days later, by the official calendar."""
    return str(calendar().add(date.fromisoformat(day), Duration(count, Unit.WORKDAY)))


def draw(rng: Random, below: int) -> int:
    return int(rng.random() * below)


def numbered(table: str, rows: list[Row]) -> list[Row]:
    letter = COLUMNS[table][0] if table in COLUMNS else "Q" if table == "情形" else None
    return [{"编号": f"{letter}{number}", **row} for number, row in enumerate(rows, 1)] if letter else rows


def flow(row: Row) -> str:
    """A mapping of one line, as clerks write it."""
    shown = {name: f"[{', '.join(value)}]" if isinstance(value, list) else value for name, value in row.items()}
    return "{" + ", ".join(f"{name}: {value}" for name, value in shown.items()) + "}"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for path, text in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
