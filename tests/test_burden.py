"""填报量: what a rule set asks of a unit, counted once however many items ask for it."""

from compliance.load.yaml import parse
from compliance.pipeline import open_rule_set
from compliance.report.view.burden import Burden, burden
from compliance.validate.ruleset import read_rule_set
from tests.conftest import ROOT

RULES = """规则集: 填报
版本: 1
状态: 草稿
名称: 填报
适用: [甲类, 乙类]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 8}
等次: [{名称: 合格, 下限: 0}]
指标:
  - {编号: 1, 名称: 一, 分值: 1, 依据: F1, 检查: {类型: 清单齐全, 清单: [甲, 乙, 丙], 表: 制度}}
  - {编号: 2, 名称: 二, 分值: 1, 依据: F1, 检查: {类型: 清单齐全, 清单: [丙, 丁], 表: 制度}}
  - {编号: 3, 名称: 三, 分值: 1, 依据: F1, 检查: {类型: 定期, 表: 公开信息, 周期: 季度, 不少于: 2}}
  - {编号: 4, 名称: 四, 分值: 1, 依据: F1, 检查: {类型: 数量, 表: 会议培训, 不少于: 3}}
  - {编号: 5, 名称: 五, 分值: 1, 依据: F1, 检查: {类型: 比率, 分子: 办结, 分母: 受理, 目标: 98%}}
  - {编号: 6, 名称: 六, 分值: 1, 依据: F1, 检查: {类型: 人工评分}}
  - {编号: 8, 名称: 八, 分值: 1, 依据: F1, 检查: {类型: 清单齐全, 清单: [甲, 乙], 表: 公开信息, 条件: {事项: 公开指南}, 列: 要素}}
  - {编号: 7, 名称: 七, 分值: 1, 依据: F1, 适用: [乙类], 检查: {类型: 全部, 各项: [{类型: 有无, 表: 载体}, {类型: 指标值, 统计数: 受理, 不少于: 1}]}}
"""


def test_rows_that_several_items_ask_for_count_once_and_only_what_applies_counts() -> None:
    rules, _ = read_rule_set([parse(RULES.encode(), "r.yaml")])

    assert burden(rules, "甲类") == Burden(tables=4, rows=4 + 8 + 3 + 1, figures=2, marks=1)
    assert burden(rules, "乙类") == Burden(tables=5, rows=4 + 8 + 3 + 1 + 1, figures=2, marks=1)


def test_lint_says_it_and_compares_with_an_older_version(run) -> None:
    folder = ROOT / "rules" / "校务公开-示例-2025"
    result = run("rules", "lint", folder, "--burden-from", folder)

    assert open_rule_set(folder).applies_to[0] in result.stdout
    assert "填报量（公办小学）" in result.stdout
    assert "旧版" in result.stdout
