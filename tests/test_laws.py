"""Laws of the scoring, on random evidence for the worked rule set: whatever is handed in, these hold."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.load.yaml import parse
from compliance.pipeline import assess, open_rule_set
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set
from tests.conftest import ROOT

DAY = date(2025, 11, 3)
FILE = ROOT / "rules" / "校务公开-示例-2025" / "ruleset.yaml"
RULES = open_rule_set(FILE.parent)
TOPICS = [*dict(RULES.lists)["招生六公开"], "公开目录", "公开指南", "财务收支"]
LETTERS = {"制度": "Z", "公开信息": "G", "载体": "C", "依申请公开": "Y", "统计数": "S", "情形": "Q", "会议培训": "H"}

days = st.dates(date(2025, 1, 1), date(2025, 10, 20))
late = st.none() | st.integers(0, 60)
disclosure = st.tuples(st.sampled_from(TOPICS), days, late)
document = st.sampled_from(dict(RULES.lists)["七项制度"])
request = st.tuples(days, late)
handed_in = st.fixed_dictionaries(
    {},
    optional={
        "公开信息": st.lists(disclosure, max_size=12),
        "制度": st.lists(document, max_size=8),
        "载体": st.lists(st.sampled_from(["学校网站", "公开栏", "教代会", "公众号"]), max_size=4),
        "依申请公开": st.lists(request, max_size=3),
        "统计数": st.tuples(st.integers(0, 20), st.integers(0, 20)),
        "情形": st.lists(st.sampled_from(["泄露个人信息", "弄虚作假", "其他"]), max_size=2),
        "会议培训": st.lists(st.sampled_from(["推广", "部署"]), max_size=2),
    },
)
laws = settings(max_examples=60, deadline=None)


def lines(table: str, content) -> list[str]:
    """The rows of a table as YAML."""
    if table == "公开信息":
        return [
            f"{{事项: {t}, 标题: x, 形成日期: {d}, 公开日期: {after(d, n)}, 载体: 学校网站, 保密审查人: 岗}}"
            for t, d, n in content
        ]
    if table == "依申请公开":
        return [f"{{收到日期: {d}, 收到方式: 邮寄, 答复日期: {after(d, n)}}}" for d, n in content]
    if table == "制度":
        return [f"{{事项: {each}, 名称: {each}, 印发日期: 2024-01-01}}" for each in content]
    if table == "统计数":
        return [f"{{名称: {name}, 数值: {value}}}" for name, value in zip(("受理件数", "已办结件数"), content, strict=True)]
    extra = ", 日期: 2025-05-01" if table == "会议培训" else ""
    key = "事项" if table == "载体" else "类型"
    return [f"{{{key}: {each}{extra}}}" for each in content]


def after(day: date, count: int | None) -> str:
    return "" if count is None else (day + timedelta(days=count)).isoformat()


def text(tables, code: str = "1", turn: bool = False) -> bytes:
    head = f'单位: {{代码: "{code}", 名称: 甲, 类别: 公办小学}}\n年度: 2025\n规则集: 校务公开-示例-2025\n'
    parts = []
    for table, content in tables.items():
        rows = lines(table, content)
        if turn:
            rows = rows[::-1]
        parts.append(f"{table}:\n" + "".join(f"  - {each}\n" for each in rows) if rows else f"{table}: 无\n")
    return (head + "".join(parts)).encode()


def results(*files: bytes, rules=RULES):
    heads = [read_head(parse(each, f"{number}.yaml")) for number, each in enumerate(files)]
    evidence, _ = read_evidence(heads, rules, DAY, {})
    return list(assess(rules, evidence, DAY).results())


def outcome(unit):
    """What is decided about a unit, by item, without the order of anything."""
    items = {
        (each.item.id, each.state, each.points, each.possible, each.faults)
        for each in (*unit.items, *unit.bonuses, *unit.veto_items)
    }
    return unit.score, unit.possible, unit.grade, unit.grade_certain, frozenset(items)


@laws
@given(handed_in)
def test_points_stay_within_their_scale_and_below_what_is_possible(tables) -> None:
    (unit,) = results(text(tables))

    for each in unit.items:
        assert 0 <= each.points <= each.possible <= each.item.points
    if unit.score is not None:
        assert 0 <= unit.score <= unit.possible <= RULES.scoring.full_marks + RULES.scoring.bonus.cap


@laws
@given(handed_in)
def test_the_order_of_rows_changes_nothing(tables) -> None:
    (one,) = results(text(tables))
    (other,) = results(text(tables, turn=True))

    assert outcome(one) == outcome(other)


@laws
@given(st.lists(handed_in, min_size=2, max_size=4))
def test_units_together_are_what_they_are_alone(many) -> None:
    files = [text(tables, code=str(number)) for number, tables in enumerate(many)]

    assert [outcome(each) for each in results(*files)] == [outcome(results(each)[0]) for each in files]


@laws
@given(handed_in)
def test_the_order_of_rules_changes_no_score(tables) -> None:
    whole = FILE.read_text("utf-8")
    head, rest = whole.split("指标:", 1)
    body, tail = rest.split("\n加分项:", 1)
    comment, *items = body.split("\n  - ")
    turned = head + "指标:\n  - " + "\n  - ".join(reversed(items)) + "\n加分项:" + tail
    rules, _ = read_rule_set([parse(turned.encode(), "r.yaml")])
    assert comment is not None

    (one,) = results(text(tables))
    (other,) = results(text(tables), rules=rules)

    assert outcome(one) == outcome(other)


@laws
@given(handed_in, st.data())
def test_mending_a_late_publication_never_lowers_the_score(tables, data) -> None:
    rows = tables.get("公开信息") or []
    if not rows:
        return
    place = data.draw(st.integers(0, len(rows) - 1))
    mended = [(topic, day, 0 if number == place else count) for number, (topic, day, count) in enumerate(rows)]

    (before,) = results(text(tables))
    (then,) = results(text({**tables, "公开信息": mended}))

    assert (then.score or 0) >= (before.score or 0)
    assert (then.possible or 0) >= (before.possible or 0)


@laws
@given(handed_in)
def test_what_is_open_lies_between_its_outcomes(tables) -> None:
    """Closing every pending reply and publication, for better or worse, ends within the interval."""
    pending = {name: rows for name, rows in tables.items() if name in ("公开信息", "依申请公开")}
    good = {name: [(*row[:-1], 0 if row[-1] is None else row[-1]) for row in rows] for name, rows in pending.items()}

    (before,) = results(text(tables))
    (then,) = results(text({**tables, **good}))
    before_items = {each.item.id: each for each in before.items if each.item.id in ("3.1", "5.1")}

    for each in then.items:
        if each.item.id in before_items and before_items[each.item.id].state.value != "not_applicable":
            assert before_items[each.item.id].points <= each.points
