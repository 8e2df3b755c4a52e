"""The peers of other fields: Cloud Custodian reading 1,000 policies, OpenSCAP going through a tree of manual rules.

    python benchmarks/others.py [items …]        (default 1000 20000)

Both are run where they are installed (`custodian`, `oscap` on the path, or named by CUSTODIAN and OSCAP); the tool on as many items.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import data
import one_school

PROGRAM = [sys.executable, "-m", "compliance"]
HEAD = """规则集: 评议-{n}
版本: 1.0.0
状态: 草稿
名称: 评议 {n} 项
适用: [公办小学]
考核期: {{起: 2025-01-01, 止: 2025-12-31}}
依据: {{F1: 基准}}
评分: {{满分: {n}, 不适用项: 按比例折算}}
等次: [{{名称: 优秀, 下限: {most}}}, {{名称: 合格, 下限: 0}}]
指标:
"""
ITEM = """  - 编号: {id}
    名称: 第 {n} 项
    分值: 1
    依据: F1 第{n}条
    检查: {{类型: 人工评分, 评分要点: 满意}}
    计分: {{方式: 等级, 等级: [{{名称: 好, 得分: 1}}, {{名称: 中, 得分: 0.5}}, {{名称: 差, 得分: 0}}]}}
"""
POLICY = """  - name: policy-{n}
    resource: aws.ec2
    description: item {n}
    filters: [{{type: value, key: "tag:Owner{n}", value: absent}}, {{State.Name: running}}]
    actions: [stop]
"""
BENCHMARK = """<?xml version="1.0" encoding="UTF-8"?><Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_x_benchmark_b">
<status>draft</status><title>b</title><version>1</version>{groups}</Benchmark>"""
RULE = '<Rule id="xccdf_x_rule_{n}" selected="true" weight="1.0"><title>Item {n}</title><reference href="f1">F1 {n}</reference></Rule>'


def identifier(n: int) -> str:
    return f"{n // 100 + 1}.{n % 100 + 1}"


def judged(folder: Path, items: int) -> list[str]:
    """The command that assesses one unit with a mark for every item."""
    rules, marks = folder / str(items), folder / f"{items}.yaml"
    rules.mkdir()
    text = HEAD.format(n=items, most=items * 9 // 10) + "".join(ITEM.format(id=identifier(n), n=n + 1) for n in range(items))
    (rules / "ruleset.yaml").write_text(text, "utf-8")
    rows = "".join(f'  - {{编号: "{identifier(n)}", 层次: 自评, 等级: {"好中差"[n % 3]}}}\n' for n in range(items))
    marks.write_text(
        f'单位: {{代码: "1", 名称: 甲, 类别: 公办小学}}\n年度: 2025\n规则集: 评议-{items}@1.0.0\n评分:\n{rows}', "utf-8"
    )
    return [*PROGRAM, "-q", "assess", str(marks), "--rules", str(rules), "--as-of", "2025-12-31", "--format", "json"]


def tree(folder: Path, items: int) -> Path:
    """An XCCDF benchmark of as many manual rules, a hundred in each group."""
    file = folder / f"{items}.xml"
    groups = (range(first, min(items, first + 100)) for first in range(0, items, 100))
    text = "".join(
        f'<Group id="xccdf_x_group_{each[0]}"><title>g</title>{"".join(RULE.format(n=n) for n in each)}</Group>'
        for each in groups
    )
    file.write_text(BENCHMARK.format(groups=text), "utf-8")
    return file


def main(sizes: list[int]) -> None:
    one_school.compile_package()
    custodian = os.environ.get("CUSTODIAN") or shutil.which("custodian")
    oscap = os.environ.get("OSCAP") or shutil.which("oscap")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rules").mkdir()
        (folder / "rules" / "ruleset.yaml").write_bytes(data.rule_set_text(1000))
        (folder / "policies.yml").write_text("policies:\n" + "".join(POLICY.format(n=n) for n in range(1000)), "utf-8")
        commands = [[*PROGRAM, "rules", "lint", str(folder / "rules")]]
        if custodian:
            commands.append([custodian, "validate", str(folder / "policies.yml")])
        names = ("rules lint, 1,000 items", "custodian validate, 1,000 policies")
        for what, taken in zip(names, one_school.seconds(3, *commands), strict=False):
            print(f"{what:36} {taken:7.2f} s", flush=True)
        for items in sizes:
            print(
                f"assess, {items:6,} judged items          {one_school.seconds(1, judged(folder, items))[0]:7.2f} s", flush=True
            )
            if oscap:
                command = [oscap, "xccdf", "eval", "--results", str(folder / "r.xml"), str(tree(folder, items))]
                print(f"oscap xccdf eval, {items:6,} manual rules {one_school.seconds(1, command)[0]:6.2f} s", flush=True)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1000, 20_000])
