"""The worked example as finished parts: one school, 92.20 of 100, four findings."""

from __future__ import annotations

from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.pieces import Band, Bar, Entry, Fact, Issue, Listing, Scale, Signature, UnitReport


def sample() -> UnitReport:
    return UnitReport(
        lang="zh",
        file_title="××市实验小学 2025 年校务公开考核结果",
        author="××市教育局",
        head=("××市教育局　校务公开年度考核", "规则集 校务公开-示例-2025　1.2.0"),
        title="××市实验小学",
        subtitle="2025 年校务公开考核结果",
        facts=(
            Fact("单位代码", "0317"),
            Fact("类别", "公办小学"),
            Fact("考核期", "2025-01-01 至 2025-12-31"),
            Fact("计算截至", "2025-11-03"),
        ),
        score="92.20",
        full="100",
        empty="没有评分",
        grade="优秀",
        grade_note="名额待分类排名后确定",
        layers=(Fact("自评", "92.20", "2025-11-03"), Fact("核查", "—", "尚未开始"), Fact("核定", "—", "尚未开始")),
        scale=Scale("得分在等次中的位置", bands(3), 922_000, 922_000),
        bars_title="各类得分　横条为得分率",
        bars=(
            Bar("制度", 857_143, 857_143, "12.00", "14", lost=True),
            Bar("公开内容", 1_000_000, 1_000_000, "36.00", "36", lost=False),
            Bar("公开时限", 910_000, 910_000, "18.20", "20", lost=True),
            Bar("公开载体", 600_000, 600_000, "6.00", "10", lost=True),
            Bar("申请和信访", 1_000_000, 1_000_000, "20.00", "20", lost=False),
        ),
        alarm=None,
        lost=lost(),
        listings=listings(),
        notes=(
            (
                "没有未核查的细项，得分不是区间。5.1 收到申请 1 件，未超期；5.2 受理 12 件，办结 12 件。"
                "工作日按国务院办公厅放假安排计算，已计入调休上班日。本结果为自评，供核查使用。"
            ),
        ),
        captions=("得分概览", "评分明细", "问题与整改"),
        detail=detail(),
        detail_notes=(
            (
                "F1 ××市教育局校务公开工作考核办法（×教办〔2025〕12号）。F2 中华人民共和国政府信息公开条例"
                "（国务院令第711号）。得分先按细项计到百万分之一分，合计后一次四舍五入到两位小数。"
            ),
        ),
        issues_note="",
        issues_title="问题与整改",
        issues=issues(),
        remedy_label="整改",
        recommendations=recommendations(),
        signatures_title="签字确认",
        signatures=(
            Signature("被考核单位负责人", "（签字盖章）　　年　月　日"),
            Signature("核查人员（两人）", "（签字）　　年　月　日"),
            Signature("考核领导小组", "（盖章）　　年　月　日"),
        ),
        seal=(
            "文件编号 2025-0317-自评-1",
            "数据指纹 sha256 9f31c2a8 04be77d1 5a60be19 c3f2d7e4",
            "核对：gongkai verify 2025-0317　重算每一分并比对指纹",
        ),
        qr="gongkai:2025-0317-1:sha256:9f31c2a804be77d15a60be19c3f2d7e4",
        fingerprint="结果指纹 9f31 c2a8 04be 77d1",
        copies="一式两份",
        page="第 {page} 页　共 {pages} 页",
    )


def bands(*reached: int) -> tuple[Band, ...]:
    edges = (("不合格", 0, ""), ("合格", 600_000, "60"), ("良好", 800_000, "80"), ("优秀", 900_000, "90"))
    ends = (600_000, 800_000, 900_000, 1_000_000)
    return tuple(
        Band(name, start, end, edge, number in reached)
        for number, ((name, start, edge), end) in enumerate(zip(edges, ends, strict=True))
    )


def lost() -> Table:
    rows = (
        ("4.1", "公开载体缺教代会", "F1 第九条", "−4.00"),
        ("1.1", "七项制度缺奖惩办法", "F1 第四条", "−2.00"),
        ("3.1", "G6 招生结果超期 5 个工作日（应于 2025-09-05 前，实际 09-12）", "F2 第二十六条", "−1.00"),
        ("3.1", "G9 一季度财务收支超期 4 个工作日（应于 05-14 前，实际 05-20）", "F2 第二十六条", "−0.80"),
    )
    columns = (
        Column("细项", 62_000),
        Column("问题", 688_000),
        Column("依据", 160_000),
        Column("扣分", 90_000, "right"),
    )
    return Table(
        "扣了哪些分",
        "共 7.80 分，4 处",
        columns,
        tuple(Row((Cell(item), Cell(text), Cell(clause, "soft"), Cell(points, "red"))) for item, text, clause, points in rows),
    )


def listings() -> tuple[Listing, ...]:
    return (
        Listing(
            "还能补",
            "最多 +6.00，补后 98.20",
            (
                Entry("4.1　召开教代会并公开，补照片", "+4.00", remark="最后一天 2025-12-31，还有 42 个工作日"),
                Entry("1.1　补印发奖惩办法", "+2.00", remark="考核期内印发即可"),
            ),
        ),
        Listing("补不回来", "1.80", (Entry("3.1　两条信息的期限已过", "−1.80", "red"),)),
        Listing(
            "否决和加分",
            "",
            (
                Entry("否决项 2 项，均未触发", "—", "soft"),
                Entry("加分项　未申报（上限 5，基础分高于 80 方可加）", "0.00"),
            ),
        ),
    )


def detail() -> Table:
    columns = (
        Column("编号", 62_000),
        Column("细项", 212_000),
        Column("核查", 100_000),
        Column("分值", 62_000, "right"),
        Column("得分", 72_000, "right"),
        Column("扣分", 70_000, "right"),
        Column("", 42_000, "center"),
        Column("说明", 234_000),
        Column("依据", 146_000),
    )
    rows = (
        band("一、制度", "14", "12.00"),
        item("1.1", "校务公开制度健全", "查阅资料", "14", "12.00", "−2.00", "△", "缺奖惩办法", "F1 第四条"),
        band("二、公开内容", "36", "36.00"),
        item("2.1", "招生“六公开”", "网上查看", "24", "24.00", "", "√", "六项齐全", "F1 第七条"),
        item("2.2", "公开目录和公开指南", "网上查看", "12", "12.00", "", "√", "两项齐全", "F1 第八条"),
        band("三、公开时限", "20", "18.20"),
        item(
            "3.1", "主动公开及时", "抽查", "20", "18.20", "−1.80", "△",
            "9 条中 2 条超期：G6 超 5 个工作日，G9 超 4 个工作日", "F2 第二十六条",
        ),
        band("四、公开载体", "10", "6.00"),
        item("4.1", "公开载体齐全", "实地查看", "10", "6.00", "−4.00", "△", "缺教代会", "F1 第九条"),
        band("五、申请和信访", "20", "20.00"),
        item(
            "5.1", "依申请公开按期答复", "查阅资料", "10", "10.00", "", "√",
            "1 件，最后一天 2025-10-16，10-15 答复", "F2 第三十三条",
        ),
        item("5.2", "投诉信访办结", "查阅资料", "10", "10.00", "", "√", "12 / 12 件，办结率 100%", "F1 第十二条"),
        Row(
            (
                Cell("合计"), Cell(""), Cell(""), Cell("100"), Cell("92.20"), Cell("−7.80", "red"),
                Cell("加分 0.00　否决 无　四舍五入 92.20", "soft"),
            ),
            "total",
        ),
    )  # fmt: skip
    return Table("评分明细", "√ 达标　△ 部分达标　× 未达标　○ 未核查　! 请注意", columns, rows)


def band(name: str, points: str, score: str) -> Row:
    return Row((Cell(name), Cell(""), Cell(""), Cell(points), Cell(score), *(Cell(""),) * 4), "band")


def item(number: str, name: str, how: str, points: str, score: str, loss: str, sign: str, why: str, clause: str) -> Row:
    cells = (
        Cell(number),
        Cell(name),
        Cell(how, "soft"),
        Cell(points),
        Cell(score),
        Cell(loss, "red"),
        Cell(sign, "soft"),
        Cell(why),
        Cell(clause, "soft"),
    )
    return Row(cells, "lost" if loss else "plain")


def issues() -> tuple[Issue, ...]:
    return (
        Issue(
            "公开载体缺教代会",
            "细项 4.1，扣 4.00 分",
            "F1 第九条要求学校网站、公开栏、教代会三种载体。材料“载体”表登记了前两种。",
            "召开教代会，公开会议内容，补登记并附照片",
            "期限 2025-12-31",
        ),
        Issue(
            "七项制度缺奖惩办法",
            "细项 1.1，扣 2.00 分",
            "F1 第四条列七项：实施方案、形式和内容、工作程序、质量和时限要求、督办办法、考核办法、奖惩办法。“制度”表有六项。",
            "印发奖惩办法并登记文号和日期",
            "期限 2025-12-31",
        ),
        Issue(
            "招生结果超期公开",
            "细项 3.1 之 G6，扣 1.00 分",
            "2025-08-08（周五，当日不算）形成，第 20 个工作日为 2025-09-05，"
            "09-12 公开，超 5 个工作日，每超 1 个工作日扣 0.2 分。",
            "期限已过，不再整改；下年度提前安排",
            "—",
        ),
        Issue(
            "一季度财务收支超期公开",
            "细项 3.1 之 G9，扣 0.80 分",
            "2025-04-14 形成，其间 5 月 1、2、5 日放假，4 月 27 日（周日）上班，第 20 个工作日为 05-14，05-20 公开，"
            "超 4 个工作日。",
            "期限已过，不再整改；按季度公开提前 3 个工作日准备",
            "—",
        ),
    )


def recommendations() -> Table:
    columns = (
        Column("建议", 158_000),
        Column("用途", 94_000),
        Column("理由", 328_000),
        Column("依据", 200_000),
        Column("决定人", 220_000),
    )
    cells = ("通报表扬", "评先", "等次为优秀（92.20）", "F1 第十五条", "考核领导小组")
    return Table("奖惩建议", "仅为建议，由有权机关决定", columns, (Row(tuple(Cell(text) for text in cells)),))
