"""The four models of XCCDF on a small tree, worked out by hand."""

from datetime import date

import jsonschema
import pytest

from compliance.load.yaml import parse
from compliance.pipeline import assess
from compliance.report.record import record
from compliance.tables import schema
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

RULES = """规则集: 模型
版本: 1
状态: 草稿
名称: 模型
适用: [甲类]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 13, 加分: {上限: 1}}
等次: [{名称: 合格, 下限: 0}]
分组:
  - 编号: A
    名称: 甲
    权重: 2
    指标:
      - {编号: A1, 名称: 一, 分值: 3, 依据: F1, 检查: {类型: 有无, 表: 制度, 条件: {事项: 甲}}}
      - {编号: A2, 名称: 二, 分值: 4, 依据: F1, 检查: {类型: 有无, 表: 制度, 条件: {事项: 乙}}}
      - {编号: A3, 名称: 三, 分值: 1, 依据: F1, 检查: {类型: 人工评分}}
  - 编号: B
    名称: 乙
    指标:
      - {编号: B1, 名称: 四, 分值: 5, 依据: F1, 检查: {类型: 清单齐全, 清单: [甲, 丙], 表: 制度}, 计分: {方式: 按比例}}
加分项:
  - {编号: J1, 名称: 五, 分值: 1, 依据: F1, 检查: {类型: 有无, 表: 制度}}
否决项:
  - {编号: V1, 名称: 六, 检查: {类型: 有无, 表: 制度, 条件: {事项: 乙}}, 结果: {停止计分: 是}}
"""


def unit(model: str, *topics: str):
    rules, _ = read_rule_set([parse(RULES.encode(), "r.yaml")])
    rows = ", ".join(f"{{事项: {each}, 名称: x, 印发日期: 2025-01-01}}" for each in topics)
    text = '单位: {代码: "1", 名称: 校, 类别: 甲类}\n年度: 2025\n规则集: 模型\n' + (f"制度: [{rows}]\n" if topics else "")
    evidence, _ = read_evidence(
        [read_head(parse(text.encode().replace(b"\\\n", b"\n"), "e.yaml"))], rules, date(2025, 12, 31), {}
    )
    data = record(assess(rules, evidence, date(2025, 12, 31), model=model))
    jsonschema.validate(data, schema("schemas/record.schema.json"))
    assert data["model"] == model
    return data["units"][0]


@pytest.mark.parametrize(
    ("model", "score", "full"),
    [
        # A: A1 passes, A2 fails, A3 not checked: 300/7; B is partial: 0. (2 · 300/7 + 1 · 0) / 3 = 28.571429
        ("xccdf-default", "28.571429", "100.000000"),
        ("xccdf-flat", "3.000000", "12.000000"),
        ("xccdf-flat-unweighted", "1.000000", "3.000000"),
        ("xccdf-absolute", "0.000000", "1.000000"),
    ],
)
def test_partial_scores_nothing_and_what_is_not_checked_is_left_out(model, score, full) -> None:
    found = unit(model, "甲")

    assert (found["score"], found["possible"], found["full_marks"]) == (score, score, full)
    assert found["steps"] == [{"step": "rounding", "value": score}]
    assert (found["grade"], found["bonus"], found["vetoes"], found["recommendations"]) == (None, "0.00", [], [])


def test_absolute_is_one_where_all_that_is_left_passes() -> None:
    assert unit("xccdf-absolute", "甲", "乙", "丙")["score"] == "1.000000"


def test_where_nothing_is_left_there_is_no_score() -> None:
    assert (unit("xccdf-default")["score"], unit("xccdf-flat")["full_marks"]) == (None, None)
