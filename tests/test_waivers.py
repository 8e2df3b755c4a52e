"""Waivers: no state changes, both totals are there, what has run out counts for nothing; exemptions are only asked for."""

from datetime import date

import pytest

from compliance.bulk import Job, assess_tables, shards, some_at_a_time
from compliance.errors import InvalidInput
from compliance.load.results import read_results
from compliance.load.yaml import parse
from compliance.model import Group, Waiver
from compliance.pipeline import assess, open_evidence, open_rule_set, standings
from compliance.report.record import record
from compliance.report.view.explain import explain
from compliance.report.view.ranking import ranking
from compliance.report.view.summary import summary_report
from compliance.summarize import summarize
from compliance.tabular import open_tables, results_in, results_of
from compliance.validate.columnar import collected
from compliance.validate.evidence import read_head
from compliance.validate.waivers import read_waivers
from tests.conftest import DAY, EVIDENCE, EXAMPLE, ROOT
from tests.test_tables import in_shards, many, tables_say

TODAY = date.fromisoformat(DAY)


@pytest.fixture(scope="module")
def rules():
    return open_rule_set(ROOT / "rules" / "校务公开-示例-2025")


def waiver(
    item: str, effect: str = "full", since: date | None = None, until: date = date(2025, 12, 31), unit: str = "0317"
) -> Waiver:
    return Waiver("W1", unit, item, effect, since, until, "筹建中", "局办公室")


def of_school(rules, *waivers: Waiver, more: str = ""):
    text = EVIDENCE.read_text("utf-8").replace("情形: 无", f"情形: {more}" if more else "情形: 无")
    evidence, _ = open_evidence([read_head(parse(text.encode(), "evidence.yaml"))], rules, TODAY)
    run = assess(rules, evidence, TODAY, waivers=waivers)
    return run, next(iter(run.results()))


def states(unit) -> list:
    return [
        (each.item.id, each.state, each.cause, each.faults, each.findings)
        for each in (*unit.items, *unit.bonuses, *unit.veto_items)
    ]


@pytest.mark.parametrize(
    ("item", "effect", "score"),
    [
        ("4.1", "full", 96_200_000),  # 92.20 + 4
        ("3.1", "full", 94_000_000),  # 92.20 + 1.80
        ("4.1", "not_applicable", 95_780_000),  # (92.20 − 6) × 100 / 90 = 95.777…
        ("3.1", "not_applicable", 92_500_000),  # (92.20 − 18.20) × 100 / 80
        ("2.1", "full", 92_200_000),  # nothing was lost there
    ],
)
def test_a_waiver_changes_what_an_item_counts_for_and_no_state(rules, item, effect, score) -> None:
    _, plain = of_school(rules)

    _, unit = of_school(rules, waiver(item, effect))

    assert unit.score == score
    assert (unit.unwaived.score, unit.unwaived.grade) == (plain.score, plain.grade) == (92_200_000, rules.grades[0])
    assert states(unit) == states(plain)


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (None, TODAY, "in_force"),
        (TODAY, TODAY, "in_force"),
        (None, date(2025, 11, 2), "expired"),
        (date(2025, 11, 4), date(2025, 12, 31), "ahead"),
    ],
)
def test_a_waiver_counts_from_its_first_to_its_last_day(rules, since, until, status) -> None:
    given = waiver("4.1", since=since, until=until)

    run, unit = of_school(rules, given)

    assert given.status(TODAY) == status
    assert unit.score == (96_200_000 if status == "in_force" else 92_200_000)
    assert (unit.unwaived is not None) == (status == "in_force")
    assert [each["status"] for each in record(run)["units"][0]["waivers"]] == [status]


def test_waivers_of_one_item_may_follow_each_other(rules) -> None:
    first = "{编号: W1, 单位: a, 细项: 4.1, 效果: 不计入, 至: 2025-06-30, 理由: x, 批准: y}"
    second = "{编号: W2, 单位: a, 细项: 4.1, 效果: 记满分, 自: 2025-07-01, 至: 2025-12-31, 理由: x, 批准: y}"

    found = read_waivers(parse(f"豁免: [{first}, {second}]".encode(), "waivers.yaml"), rules)

    assert [each.id for each in found] == ["W1", "W2"]


def test_a_waiver_of_another_unit_counts_for_nothing(rules) -> None:
    _, unit = of_school(rules, waiver("4.1", unit="0318"))

    assert (unit.score, unit.waivers) == (92_200_000, ())


def test_an_exemption_is_asked_for_and_only_a_waiver_grants_it(rules) -> None:
    asked = "无\n申请不适用:\n  - {编号: 4.1, 理由: 没有教代会}\n  - {编号: 5.1, 理由: 没有人申请}"

    _, alone = of_school(rules, more=asked)
    _, granted = of_school(rules, waiver("4.1", "not_applicable"), more=asked)

    assert alone.score == 92_200_000
    assert [(each.item, each.is_granted) for each in alone.exemptions] == [("4.1", False), ("5.1", False)]
    assert [(each.item, each.is_granted) for each in granted.exemptions] == [("4.1", True), ("5.1", False)]


def test_nothing_waived_is_said_to_be_repairable(rules) -> None:
    run, _ = of_school(rules, waiver("4.1"))

    advice = record(run)["units"][0]["advice"]

    assert "4.1" not in [each["item"] for each in (*advice["repairable"], *advice["lost"])]


def test_waivers_count_in_tables_as_in_files(rules, tmp_path) -> None:
    folder, given = many(tmp_path / "in"), (waiver("2.1", unit="0007"), waiver("3.1", "not_applicable", unit="0011"))
    whole, _ = open_tables(str(folder), rules)
    in_shards(folder, tmp_path / "plain", rules, date(2025, 12, 31))
    job = Job(rules, whole, date(2025, 12, 31), "self", str(tmp_path / ".out.partial"), given)
    assess_tables(job, shards(whole, 10, 2**30, 3), tmp_path / "out", some_at_a_time, lambda _: None)

    plain, waived = ({row[0]: row[2] for row in tables_say(tmp_path / name)[0]} for name in ("plain", "out"))

    assert {code for code in plain if plain[code] != waived[code]} == {"0007", "0011"}


def test_the_ranking_and_the_summary_tell_of_waivers(rules, tmp_path) -> None:
    folder, given = many(tmp_path / "in"), (waiver("2.1", unit="0007"), waiver("3.1", unit="none of these"))
    end = date(2025, 12, 31)
    whole, _ = open_tables(str(folder), rules)
    job = Job(rules, whole, end, "self", str(tmp_path / ".out.partial"), given)
    assess_tables(job, shards(whole, 10, 2**30, 2), tmp_path / "out", some_at_a_time, lambda _: None)
    run = assess(rules, collected(whole, "in", 2025), end, waivers=given)

    (table,) = [each for each in ranking("zh", run, standings(run)) if any("0007" in row.cells[1].text for row in each.rows)]
    notes = [
        summary_report("zh", summarize(each)).notes
        for each in (results_of(run), results_in(read_results(tmp_path / "out"), rules))
    ]

    assert [row.cells[1].text[:4] for row in table.rows if "豁免 2.1" in row.cells[-1].text] == ["0007"]
    assert notes[0] == notes[1]
    assert "有 1 项豁免生效，得分和名次都已算上，结论不变。" in notes[0]


def test_waivers_for_units_that_are_not_there_are_named(run, tmp_path) -> None:
    folder, file = many(tmp_path / "in"), tmp_path / "waivers.yaml"
    file.write_text("豁免: [{编号: W7, 单位: 07, 细项: 4.1, 效果: 记满分, 至: 2025-12-31, 理由: x, 批准: y}]", "utf-8")
    options = ("--rules", "校务公开-示例-2025", "--as-of", "2025-12-31", "--waivers", file)

    told = run("assess", folder, *options, "-o", tmp_path / "out")
    space = run("-C", EXAMPLE, "assess", "--all", "--as-of", DAY, "--waivers", file)
    alone = run("-C", EXAMPLE, "assess", "0317", "--as-of", DAY, "--waivers", file)

    for each in (told, space):
        assert "豁免 W7 写的单位不在这些单位里，没有算上：07" in each.stderr
    assert "W7" not in alone.stderr


BAD = {
    "an item that is not there": ("豁免: [{编号: W1, 单位: a, 细项: 9.9, 效果: 记满分, 至: 2025-12-31, 理由: x, 批准: y}]", {"R002"}),
    "no term": ("豁免: [{编号: W1, 单位: a, 细项: 4.1, 效果: 记满分, 理由: x, 批准: y}]", {"S001"}),
    "nobody who grants it": ("豁免: [{编号: W1, 单位: a, 细项: 4.1, 效果: 记满分, 至: 2025-12-31, 理由: x}]", {"S001"}),
    "an effect that is none": ("豁免: [{编号: W1, 单位: a, 细项: 4.1, 效果: 打折, 至: 2025-12-31, 理由: x, 批准: y}]", {"S004"}),
    "an end before its start": ("豁免: [{编号: W1, 单位: a, 细项: 4.1, 效果: 记满分, 自: 2026-01-01, 至: 2025-12-31, 理由: x, 批准: y}]", {"S006"}),
    "an id twice": ("豁免: [{编号: W1, 单位: a, 细项: 4.1, 效果: 记满分, 至: 2025-12-31, 理由: x, 批准: y}, {编号: W1, 单位: b, 细项: 4.1, 效果: 记满分, 至: 2025-12-31, 理由: x, 批准: y}]", {"R003"}),
    "a veto": ("豁免: [{编号: W1, 单位: a, 细项: V1, 效果: 不计入, 至: 2025-12-31, 理由: x, 批准: y}]", {"R002"}),
    "two of one item": ("豁免: [{编号: W1, 单位: a, 细项: 4.1, 效果: 不计入, 至: 2025-12-31, 理由: x, 批准: y}, {编号: W2, 单位: a, 细项: 4.1, 效果: 记满分, 自: 2025-12-31, 至: 2026-12-31, 理由: x, 批准: y}]", {"E033"}),
    "a bonus": ("豁免: [{编号: W1, 单位: a, 细项: J1, 效果: 记满分, 至: 2025-12-31, 理由: x, 批准: y}]", {"R002"}),
    "an unknown key": ("豁免: []\n其他: 1", {"S002"}),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_of_waivers_that_cannot_mean_what_it_says_is_refused(rules, name) -> None:
    text, codes = BAD[name]

    with pytest.raises(InvalidInput) as refused:
        read_waivers(parse(text.encode(), "waivers.yaml"), rules)

    assert {each.code for each in refused.value.problems} == codes
    assert all(each.place.line for each in refused.value.problems)


def test_the_workspace_s_own_file_counts_and_both_totals_are_shown(run, tmp_path) -> None:
    import shutil

    shutil.copytree(ROOT / "assessments" / "example", tmp_path / "w")
    (tmp_path / "w" / "waivers.yaml").write_text(
        "豁免:\n  - {编号: W1, 单位: '0317', 细项: 4.1, 效果: 记满分, 至: 2025-12-31, 理由: 筹建中, 批准: 局办公室}\n", "utf-8"
    )

    shown = run("-C", tmp_path / "w", "assess", "0317", "--as-of", DAY).stdout

    assert "96.20" in shown
    assert "不算豁免 92.20 分" in shown
    assert "豁免 W1（记满分）；缺教代会" in shown


@pytest.mark.parametrize(
    ("effect", "told"),
    [("full", "豁免 W1：记满分 20.00，上面的问题不扣分"), ("not_applicable", "豁免 W1：不得分，分值也不计入满分")],
)
def test_an_explanation_says_what_the_waiver_does_to_the_points(rules, effect, told) -> None:
    run, unit = of_school(rules, waiver("3.1", effect))
    (result,) = (each for each in unit.items if each.item.id == "3.1")

    assert f"计算  {told}" in list(explain("zh", run, unit, result))


def elsewhere(group: Group, item: str) -> Group:
    """The group with one item that is meant for other schools."""
    members = [
        elsewhere(each, item) if isinstance(each, Group) else each._replace(applies_to=("公办初中",)) if each.id == item else each
        for each in group.members
    ]
    return group._replace(members=tuple(members))


@pytest.mark.parametrize("effect", ["full", "not_applicable"])
def test_what_does_not_apply_cannot_be_waived(rules, effect) -> None:
    others = rules._replace(root=elsewhere(rules.root, "4.1"))
    _, plain = of_school(others)
    _, unit = of_school(others, waiver("4.1", effect))

    assert (unit.score, unit.possible) == (plain.score, plain.possible)
    assert states(unit) == states(plain)
