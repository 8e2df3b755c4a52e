"""The words of the summary of many units, and of charts in the report of one, in both languages: a part of the one table in `words`."""

from __future__ import annotations

DOCUMENTS: dict[str, tuple[str, str]] = {
    "summary.file": ("{year} 年{layer}汇总", "Summary {year}, {layer}"),
    # the title
    "summary.title.nothing": ("{count} 个单位，都没有核查", "{count} units, none of them checked"),
    "summary.title.nothing.one": ("{name}没有核查", "{name} was not checked"),
    "summary.title": ("{count} 个单位平均 {score} 分", "{count} units average {score}"),
    "summary.title.one": ("{name} {score} 分", "{name}: {score}"),
    "summary.title.lowest": ("，{count} 个{grade}", ", {count} {grade}"),
    "summary.title.lowest.none": ("，没有{grade}的", ", none {grade}"),
    "summary.title.uncertain": ("，{count} 个等次未定", ", {count} uncertain"),
    "summary.title.blank": ("，另有 {count} 个没有核查", ", {count} not checked"),
    "summary.title.grade": ("，{grade}", ", {grade}"),
    # figures
    "summary.average": ("平均{layer}分", "average"),
    "summary.average.of": ("平均{layer}分（{count} 个单位）", "average of {count} units"),
    "summary.quota": ("{grade}（每类名额 {share}）", "{grade} ({share} of each class)"),
    "summary.open": ("未定 / 没有核查 / 未核查项", "uncertain / not checked / open"),
    # ranking
    "summary.ranking": ("名次和得分率", "Ranking and rates"),
    "summary.ranking.all": ("全部名次", "The whole ranking"),
    "summary.findings": ("问题和建议", "Findings and advice"),
    "summary.class": ("{count} 个单位", "{count} units"),
    "summary.class.one": ("1 个单位", "1 unit"),
    "summary.class.of": ("{count} 个单位，{scored} 个有核查", "{count} units, {scored} checked"),
    "summary.class.places": ("，{grade}名额 {places} 个", "; places for {grade}: {places}"),
    "summary.class.average": ("平均", "average"),
    "summary.gap": ("…… 中间 {count} 个单位", "… {count} more units"),
    "summary.some": (
        "单位多，这里每类只列最前和最后几个，全部名次见“{title}”。",
        "Of each class only the best and the last; all units under “{title}”. ",
    ),
    "summary.few": (
        "单位多，每类只列最前和最后几个，其余只计数；逐个的名次用 gongkai rank 或 gongkai assess -o 文件夹查看。",
        "Of each class only the best and the last, the others are counted; gongkai rank or gongkai assess -o FOLDER has them all. ",
    ),
    "summary.worst_columns": ("只列失分最多的 {count} 栏。", "The {count} columns with the most lost. "),
    "summary.legend": (
        "格内为得分率（%），颜色越红失分越多，灰格 — 为不适用，斜线格有未核查的；横条为得分，斜线段为未核查，短竖线为同类平均。",
        "Cells are shares of the full marks (%), redder where more is lost; — does not apply; hatched: not all checked. Bars are scores, hatched where not checked; the tick is the class average. ",
    ),
    "summary.legend.quota": ("达到分数而名额已满的记 ※。", "※ has the score, but the quota is used up. "),
    "summary.uncertain": ("未定", "uncertain"),
    "summary.vetoed": ("{grade}（否决 {ids}）", "{grade} (veto {ids})"),
    # the days of a late finding
    "days.worked": ("班", "W"),
    "days.off": ("休", "H"),
    "days.legend": (
        "日条：首格为起算日（不计），白格放假，方框为最后一天，红格为超期的工作日；休为工作日放假，班为周末上班",
        "Strips of days: the first is not counted, white is off, the frame is the last day, red is too late; H holiday, W worked weekend",
    ),
    # the bars of one unit, beside its class
    "bars.tick": ("，短竖线为{class}平均", "; the tick is the average of {class}"),
    # findings
    "summary.losses": ("失分最多的五个细项", "The five items that cost most"),
    "summary.losses.fewer": ("失分的细项", "Items that cost points"),
    "summary.losses.none": ("没有失分", "nothing was lost"),
    "summary.losses.note": ("每个单位平均扣分，灰底为分值", "average loss a unit; grey: full marks"),
    "summary.loss": ("分值 {max}，{count} 个单位失分", "{max} points; {count} units lost some"),
    "summary.loss.one": ("分值 {max}，1 个单位失分", "{max} points; 1 unit lost some"),
    "summary.steps": ("分数分布", "Distribution"),
    "summary.steps.each": ("每格一个单位，颜色为等次", "one square a unit, coloured by grade"),
    "summary.steps.counts": ("柱上为单位数，每柱 {width} 分，颜色为等次", "units in steps of {width} points, coloured by grade"),
    "summary.steps.open": ("；斜线为等次未定", "; hatched: uncertain"),
    "summary.count": ("单位数", "Units"),
    "summary.more": (" 等 {count} 个单位", " and {count} in all"),
    "summary.who": ("单位", "Who"),
    "summary.advice.none": ("没有触发任何建议", "no advice is due"),
    "summary.advice.quota": ("；按名额之前的等次提出", "; by grades before quotas"),
    # notes
    "summary.notes": ("说明", "Notes"),
    "summary.note.head": ("{layer}，计算截止 {as_of}。", "As of {as_of}: {layer}."),
    "summary.note.left_out": (
        "另有 {count} 个单位的材料里有读不懂的内容，没有评分，不在这些数里。",
        "Not assessed and in none of these figures, for faults in their rows: {count} units.",
    ),
    "summary.note.waivers": (
        "有 {count} 项豁免生效，得分和名次都已算上，结论不变。",
        "Waivers in force: {count}. Scores and ranks count them; no state is changed.",
    ),
    "summary.note.blank": (
        "{count} 个单位没有一项核查过（多为没有交材料），记“没有核查”，列在末尾，不计入平均和分布。",
        "Units of which nothing at all was judged: {count}. They stand last as not checked, and count in no average.",
    ),
    "summary.note.open": (
        "未核查、存疑的细项共 {items} 项，涉及 {units} 个单位，按 0 分计，这些单位的得分写成区间。",
        "Items still open: {items} (units: {units}). They count 0, and these scores are intervals.",
    ),
    "summary.note.closed": ("没有未核查、存疑的细项。", "No item is open."),
    "summary.note.uncertain": (
        "{count} 个单位等次未定，核查后等次和名额可能变动。",
        "Uncertain grades: {count}. Checking may still change grades and places.",
    ),
    "summary.note.cut": ("{count} 个单位达到分数而名额已满（※），降一等。", "Units with the score of a grade whose quota is used up (※): {count}. They are one grade lower."),
    "summary.note.tied": ("并列跨过名额线、由人决定的：{names}。", "Tied across the quota, for a person to decide: {names}."),
    "summary.note.vetoes": ("触发否决：{vetoes}。", "Vetoes that fired: {vetoes}."),
    "summary.veto": ("{id} {title}，{count} 个单位", "{id} {title} (units: {count})"),
    "summary.note.spared": ("{count} 个单位有不适用的细项，{policy}。", "Units with items that do not apply: {count}; {policy}."),
    "summary.note.losses": (
        "平均扣分＝各单位扣分之和÷有评分的单位数，不适用的计 0，折算之前；未核查的不算扣分。",
        "Average loss: all losses over all scored units, before rescaling; what does not apply or is open loses nothing.",
    ),
    "summary.note.digest": (
        "数据指纹 sha256 {hash}（规则集、截止日、各单位得分和等次）。",
        "Data sha256 {hash} (rule set, day, scores and grades of all units).",
    ),
}  # fmt: skip
