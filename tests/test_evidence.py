"""Evidence: our reader of rows and jsonschema give one answer; blank, 无 and absent are three things; marks are checked."""

from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.errors import InvalidInput
from compliance.evidence import Evidence
from compliance.load.yaml import parse
from compliance.pipeline import open_rule_set
from compliance.tables import resolved, schema, tables
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set
from compliance.validate.schema import READERS
from tests.conftest import ROOT

DAY = date(2025, 11, 3)
RULES = open_rule_set(ROOT / "rules" / "校务公开-示例-2025")
HEAD = "单位: {代码: 0317, 名称: 甲, 类别: 公办小学}\n年度: 2025\n规则集: 校务公开-示例-2025\n"
JUDGED = """规则集: 评
版本: 1
状态: 草稿
名称: 评
适用: [公办小学]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 12}
等次: [{名称: 合格, 下限: 0}]
指标:
  - {编号: 1.1, 名称: 测评, 分值: 10, 依据: F1, 检查: {类型: 人工评分}, 计分: {方式: 等级, 等级: [{名称: 优, 得分: 10}, {名称: 差, 得分: 0}]}}
  - {编号: 1.2, 名称: 有制度又评好, 分值: 2, 依据: F1, 检查: {类型: 全部, 各项: [{类型: 有无, 表: 制度}, {类型: 非, 各项: [{类型: 人工评分}]}]}}
"""


def read(body: str, head: str = HEAD, rules=RULES) -> tuple[Evidence, tuple]:
    return read_evidence([read_head(parse((head + body).encode(), "a.yaml"))], rules, DAY, {})


def codes(body: str, rules=RULES) -> list[str]:
    try:
        _, problems = read(body, rules=rules)
    except InvalidInput as reason:
        problems = reason.problems
    return [each.code for each in problems]


def judged_rules():
    from compliance.validate.ruleset import read_rule_set

    return read_rule_set([parse(JUDGED.encode(), "r.yaml")])[0]


def test_absent_blank_and_none_are_three_answers() -> None:
    evidence, _ = read("制度:\n情形: 无\n载体:\n  - {事项: 公开栏, 说明: }\n")
    unit = evidence.units.row(0, named=True)

    assert (unit["has.documents"], unit["has.incidents"], unit["has.channels"]) == (False, True, True)
    assert evidence.tables["incidents"].collect().height == 0
    assert evidence.tables["channels"].collect()["description"].to_list() == [None]


def test_a_row_of_nothing_but_none_is_no_row() -> None:
    evidence, _ = read("情形:\n  - {编号: 无, 类型: 无}\n")

    assert evidence.tables["incidents"].collect().height == 0


def test_none_in_a_list_column_is_an_empty_list_and_blank_is_not() -> None:
    evidence, _ = read(
        "公开信息:\n"
        + "".join(
            f"  - {{事项: 甲, 标题: x, 形成日期: 2025-01-01, 公开日期: 2025-01-02, 载体: {each}, 保密审查人: 岗}}\n"
            for each in ("无", "", "网站、公开栏")
        )
    )

    assert evidence.tables["disclosures"].collect()["channels"].to_list() == [[], None, ["网站", "公开栏"]]


def test_codes_keep_their_leading_noughts_and_items_their_last() -> None:
    evidence, _ = read("申请不适用:\n  - {编号: 1.10, 理由: 没有}\n")

    assert evidence.units["code"].to_list() == ["0317"]
    assert evidence.tables["exemptions"].collect()["item"].to_list() == ["1.10"]


def test_a_mark_above_the_points_of_its_item_is_e030() -> None:
    assert codes("评分:\n  - {编号: 1.1, 层次: 自评, 得分: 12}\n", judged_rules()) == ["E030"]
    assert codes("评分:\n  - {编号: 1.1, 层次: 自评, 得分: 10}\n", judged_rules()) == []


def test_items_with_a_part_that_is_marked_by_hand_take_a_verdict_and_no_points() -> None:
    assert codes("评分:\n  - {编号: 1.2, 层次: 自评, 结论: 达标}\n", judged_rules()) == []
    assert codes("评分:\n  - {编号: 1.2, 层次: 自评, 得分: 1}\n", judged_rules()) == ["E030"]


def test_a_level_that_the_item_does_not_have_is_s004() -> None:
    assert codes("评分:\n  - {编号: 1.1, 层次: 自评, 等级: 良}\n", judged_rules()) == ["S004"]


def test_a_slip_that_would_keep_a_veto_from_firing_is_pointed_out() -> None:
    assert codes("情形:\n  - {类型: 弄虚做假}\n") == ["S005"]
    assert codes("情形:\n  - {类型: 泄漏个人信息}\n") == ["S005"]
    assert codes("情形:\n  - {类型: 弄虚作假}\n") == []


def test_a_value_that_some_rule_knows_is_no_slip() -> None:
    assert codes("会议培训:\n  - {类型: 推广, 日期: 2025-01-01}\n") == []
    assert codes("会议培训:\n  - {类型: 推广会, 日期: 2025-01-01}\n") == ["S005"]


TEXTS = st.sampled_from(
    ["", "无", "甲", "2025-06-09", "2025-02-30", "12", "1.5", "-3", "98%", "自评", "self", "达标", "一、二", "1.1234567"]
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_our_reader_of_rows_and_jsonschema_agree(data) -> None:
    """Both look at the same schema; jsonschema sees blank cells as absent and texts as they are written."""
    table = data.draw(st.sampled_from([each for name, each in tables().items() if name != "units"]))
    names = [each.name for each in table.columns]
    row = data.draw(st.dictionaries(st.sampled_from([*names, "渠道"]), TEXTS, min_size=1))
    body = f"{table.label}:\n  - {{{', '.join(f'{key}: {value!r}' for key, value in row.items())}}}\n".replace("'", '"')
    faults = {code for code in codes(body) if code[0] == "S" and code != "S005"}

    assert bool(faults) == (not acceptable(row, table.name))


def acceptable(row: dict[str, str], name: str) -> bool:
    definition = schema("schemas/tables.schema.json")["$defs"][name]
    checker = jsonschema.FormatChecker(formats=())
    for form, reader in READERS.items():
        checker.checks(form)(lambda text, reader=reader: not isinstance(text, str) or reader(text) is not None)
    if set(row) - set(definition["properties"]) or set(definition["required"]) - set(row):
        return False
    for key, text in row.items():
        prop = resolved(definition["properties"][key])
        if text in ("", "无") and (text == "" or prop.get("format") == "date"):
            continue
        labels = {word for each in prop.get("oneOf", ()) for word in (each["const"], each["title"])}
        if labels and text not in labels:
            return False
        if (
            not labels
            and prop.get("type") == "string"
            and not jsonschema.Draft202012Validator(prop, format_checker=checker).is_valid(text)
        ):
            return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-09",
        "2025.6.9",
        "2025/6/9",
        "2025年6月9日",
        "20250609",
        "２０２５-06-09",
        "2025/6/9 0:00:00",
        "2025-06-09 00:00",
        "2025-06-09T00:00:00.000",
    ],
)
def test_dates_are_read_in_every_form_people_write(text: str) -> None:
    evidence, _ = read(f"制度:\n  - {{事项: 甲, 名称: 甲, 印发日期: {text}}}\n")

    assert evidence.tables["documents"].collect()["issued"].to_list() == [date(2025, 6, 9)]


@pytest.mark.parametrize("text", ["2025/6/9 8:30", "2025-06-09 00:00:01", "2025-06-09 24:00"])
def test_a_time_of_day_is_no_day(text: str) -> None:
    with pytest.raises(InvalidInput, match="S003"):
        read(f"制度:\n  - {{事项: 甲, 名称: 甲, 印发日期: {text}}}\n")


NEAR = """规则集: 近
版本: 1.0.0
状态: 草稿
名称: 近
适用: [公办小学]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 20}
等次: [{名称: 合格, 下限: 6}, {名称: 不合格, 下限: 0}]
指标:
  - {编号: 1, 名称: 更新, 分值: 10, 依据: F1, 检查: {类型: 更新, 表: 公开信息, 清单: [通知公告, 政策文件], 不超过: 6个月}}
  - {编号: 2, 名称: 公示, 分值: 10, 依据: F1, 检查: {类型: 全部, 各项: [{类型: 有无, 表: 公开信息, 条件: {事项: 食堂收支公示}}]}}
"""


@pytest.mark.parametrize(
    ("topic", "found"),
    [("通知公吿", ["S005"]), ("食堂收支公布", ["S005"]), ("食堂收支公示", []), ("校车安排", []), ("教育收支公示", [])],
)
def test_slips_in_what_is_updated_and_in_what_a_condition_names_are_pointed_out(topic: str, found: list[str]) -> None:
    rules, _ = read_rule_set([parse(NEAR.encode(), "近/ruleset.yaml")])
    row = f"{{编号: G1, 事项: {topic}, 标题: 甲, 形成日期: 2025-03-03, 公开日期: 2025-03-04, 载体: 网站, 保密审查人: 审}}"

    assert codes(f"公开信息:\n  - {row}\n", rules) == found


def test_a_code_in_full_width_signs_is_the_ordinary_one() -> None:
    head = read_head(parse("单位: {代码: ０３１７, 名称: 某校, 类别: 公办小学}\n年度: 2025\n".encode(), "e.yaml"))

    assert head.data["unit"]["code"] == "0317"


@pytest.mark.parametrize(
    ("written", "meant"), [("渠道", "载体"), ("发布日期", "公开日期"), ("审查人", "保密审查人"), ("公開日期", "公开日期")]
)
def test_a_column_by_another_name_is_pointed_to(written: str, meant: str) -> None:
    with pytest.raises(InvalidInput) as reason:
        read(f"公开信息:\n  - {{{written}: 甲}}\n")

    assert [each.near for each in reason.value.problems if each.code == "S002"] == [meant]
