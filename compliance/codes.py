"""The closed table of message codes: one sentence and one mend each, in both languages.

A code, once given, keeps its meaning. Letters: Y file and YAML, S schema, E evidence content, R rule set,
C calendar, A attachments and output files. `{name}` stands for a value of the problem; a value that begins with @ is itself a
word of `code_words`. `wrong` and `right` are what `gongkai help CODE` shows.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from compliance.codes_machine import MACHINE
from compliance.codes_rules import REMARKS, RULES
from compliance.codes_tables import REMARKS as ON_TABLES
from compliance.codes_tables import TABLES


class Severity(str, Enum):
    """error: the input cannot be used. remark: it can; a person should look."""

    ERROR = "error"
    REMARK = "remark"


class Code(NamedTuple):
    zh: str
    en: str
    mend_zh: str
    mend_en: str
    wrong: str
    right: str
    severity: Severity = Severity.ERROR


REMARK = Severity.REMARK

CODES: dict[str, Code] = {
    # --- files and YAML ---
    "Y001": Code(
        "这里用了中文冒号“：”",
        "a full-width colon “：” stands here",
        "换成英文冒号再加一个空格，写成“{wanted}”",
        "use an ASCII colon and a blank: “{wanted}”",
        "填报人：办公室",
        "填报人: 办公室",
    ),
    "Y002": Code(
        "不是能读懂的 YAML（{reason}）",
        "this is not readable YAML ({reason})",
        "对照上一行的缩进、引号和括号；含“: ”“#”“[”“{{”的文字请加引号",
        "compare indentation, quotes and brackets with the line above; quote texts that hold “: ”, “#”, “[” or “{{”",
        "名称: [校务公开",
        "名称: “校务公开”实施方案",
    ),
    "Y003": Code(
        "“{key}”写了两次，第 {line} 行已经写过",
        "“{key}” is written twice; it already stands on line {line}",
        "只留一个",
        "keep one of them",
        "年度: 2025\n年度: 2024",
        "年度: 2025",
    ),
    "Y004": Code(
        "行首是{sign}，程序会把这一行当成别的内容",
        "the line begins with {sign} and would be read as something else",
        "删掉，改用英文空格缩进",
        "indent with plain blanks",
        '单位:\n　　代码: "0317"',
        '单位:\n  代码: "0317"',
    ),
    "Y005": Code(
        "文件不是 UTF-8 编码（看起来是 {encoding}）",
        "the file is not UTF-8 (it looks like {encoding})",
        "用记事本打开，“另存为”时编码选 UTF-8",
        "save it again as UTF-8",
        "（以 GBK 保存的文件）",
        "（以 UTF-8 保存的文件）",
    ),
    "Y006": Code(
        "不能用 YAML 的 &、*、! 记号",
        "YAML anchors, aliases and tags (&, *, !) are not allowed",
        "把内容直接写全；星号或叹号开头的文字请加引号",
        "write the content out; quote texts that begin with * or !",
        "名称: *方案",
        '名称: "*方案"',
    ),
    "Y007": Code(
        "文件太大或层次太深（最多 {limit}）",
        "the file is too large or too deeply nested (limit {limit})",
        "分成几个文件；检查括号是否成对",
        "split it; check that brackets are closed",
        "[[[[…]]]]",
        "[一, 二]",
    ),
    "Y008": Code(
        "“ #”后面的“{cut}”被 YAML 当成注释丢掉了，只读到“{kept}”",
        "YAML takes “{cut}” after “ #” for a comment; only “{kept}” was read",
        "要保留就给整段文字加引号；确是注释就在 # 后加一个空格",
        "quote the whole text, or put a blank after # if it is a comment",
        "备注: 见 http://a.cn/x #1",
        '备注: "见 http://a.cn/x #1"',
        REMARK,
    ),
    "Y013": Code(
        "这里用了中文逗号“，”",
        "a full-width comma “，” stands here",
        "换成英文逗号再加一个空格，写成“{wanted}”",
        "use an ASCII comma and a blank: “{wanted}”",
        "{编号: Z1，事项: 实施方案}",
        "{编号: Z1, 事项: 实施方案}",
    ),
    "Y014": Code(
        "冒号后面缺一个空格",
        "a blank is missing after this colon",
        "写成“{wanted}”",
        "write “{wanted}”",
        "年度:2025",
        "年度: 2025",
    ),
    "Y015": Code(
        "“ #”后面的字被 YAML 当成注释丢掉了，这一行没有写完",
        "YAML takes what follows “ #” for a comment, so the line is not complete",
        "给整段文字加引号，写成“{wanted}”",
        "quote the whole text: “{wanted}”",
        "{编号: Z1, 事项: 方案 #1, 名称: 方案}",
        '{编号: Z1, 事项: "方案 #1", 名称: 方案}',
    ),
    "Y009": Code(
        "打不开文件：{reason}",
        "the file cannot be opened: {reason}",
        "检查路径和文件名",
        "check path and file name",
        "gongkai check 材科.yaml",
        "gongkai check 材料.yaml",
    ),
    # --- schema ---
    "S001": Code(
        "{where}缺少“{key}”",
        "{where} lacks “{key}”",
        "补上“{key}”；可用的键: {allowed}",
        "add “{key}”; keys that may stand here: {allowed}",
        "单位: {名称: 实验小学}",
        '单位: {代码: "0317", 名称: 实验小学, 类别: 公办小学}',
    ),
    "S002": Code(
        "{where}里没有“{key}”这一栏",
        "{where} has no “{key}”",
        "{near}可用的栏: {allowed}",
        "{near}what may stand here: {allowed}",
        "渠道: 公开栏",
        "载体: 公开栏",
    ),
    "S003": Code(
        "“{key}”应当是{expected}，这里写的是“{found}”",
        "“{key}” should be {expected}, not “{found}”",
        "改写成{expected}",
        "write {expected}",
        "分值: 十分",
        "分值: 10",
    ),
    "S004": Code(
        "“{key}”不能写“{found}”",
        "“{key}” cannot be “{found}”",
        "{near}可以写: {allowed}",
        "{near}one of: {allowed}",
        "状态: 正式",
        "状态: 已发布",
    ),
    "S005": Code(
        "“{found}”不在清单里，{item} 会当成没有“{near}”",
        "“{found}” is in no list; {item} will read it as “{near}” missing",
        "是同一事项就写成“{near}”；清单: {allowed}",
        "write “{near}” if it is the same matter; list: {allowed}",
        "事项: 录取结果",
        "事项: 招生结果",
        REMARK,
    ),
    "S006": Code(
        "“{key}”超出范围：{found}（{expected}）",
        "“{key}” is out of range: {found} ({expected})",
        "改到范围之内",
        "use a number within the range",
        "小数位: 9",
        "小数位: 2",
    ),
    "S011": Code(
        "没有 {found} 这一天",
        "there is no such day as {found}",
        "核对公开栏照片或网页上的日期",
        "check the date on the notice or page",
        "公开日期: 2025-02-30",
        "公开日期: 2025-02-28",
    ),
    "S012": Code(
        "全角的“{found}”按“{read}”读",
        "“{found}” in full-width signs is read as “{read}”",
        "数字、日期用半角写",
        "write numbers and dates in ordinary signs",
        "数值: ２",
        "数值: 2",
        REMARK,
    ),
    # --- evidence ---
    "E020": Code(
        "编号 {id} 写了两次，第 {line} 行已经用过",
        "the id {id} is given twice; line {line} already has it",
        "换一个没有用过的编号",
        "give one of them another id",
        "{编号: G1, …} {编号: G1, …}",
        "{编号: G1, …} {编号: G2, …}",
    ),
    "E021": Code(
        "{later_name} {later} 早于{earlier_name} {earlier}",
        "{later_name} {later} is before {earlier_name} {earlier}",
        "两个日期是不是填反了？",
        "were the two dates swapped?",
        "{形成日期: 2025-06-09, 公开日期: 2025-06-06}",
        "{形成日期: 2025-06-06, 公开日期: 2025-06-09}",
        REMARK,
    ),
    "E022": Code(
        "{key} {found} 在计算截止日 {as_of} 之后，按还没有发生处理",
        "{key} {found} lies after the day of assessment {as_of} and counts as not yet happened",
        "核对年份；没有错就等到那一天再评",
        "check the year; if it is right, assess after that day",
        "公开日期: 2052-06-09",
        "公开日期: 2025-06-09",
        REMARK,
    ),
    "E023": Code(
        "单位类别“{found}”不在规则集 {rules} 的适用范围",
        "rule set {rules} does not apply to units of class “{found}”",
        "改类别，或换规则集；适用: {allowed}",
        "mend the class or choose another rule set; it applies to: {allowed}",
        "类别: 小学",
        "类别: 公办小学",
    ),
    "E024": Code(
        "找不到规则集“{found}”",
        "rule set “{found}” was not found",
        "{near}可用: {allowed}；不在这里的写它的文件夹（评分时用 --rules）",
        "{near}known: {allowed}; any other by its folder (to assess: --rules)",
        "规则集: 校务公开-2025",
        "规则集: 校务公开-示例-2025@1.2.0",
    ),
    "E025": Code(
        "单位代码 {found} 出现了两次，{other} 已经用过",
        "unit code {found} is used twice; {other} already has it",
        "一个单位只交一份材料",
        "hand in one file for each unit",
        "两份 evidence.yaml 都写 代码: 0317",
        "每个单位一个代码",
    ),
    "E026": Code(
        "统计数“{name}”写了 {count} 次，程序不知道用哪一个",
        "the figure “{name}” is given {count} times; none can be used",
        "同一时段、同一分项只留一个",
        "keep one for each part and period",
        "{名称: 受理件数, 数值: 12} {名称: 受理件数, 数值: 13}",
        "{名称: 受理件数, 数值: 12}",
        REMARK,
    ),
    "E030": Code(
        "{item} 的得分 {found} 不在 0 到 {expected} 之间",
        "the mark {found} for {item} is not between 0 and {expected}",
        "改成 0 到满分之间的数",
        "use a number between 0 and the full marks",
        "{编号: 6.1, 得分: 12}",
        "{编号: 6.1, 得分: 9}",
    ),
    "E031": Code(
        "规则集里没有要人工评分的细项“{found}”",
        "the rule set has no item “{found}” that is marked by hand",
        "{near}人工评分的细项: {allowed}",
        "{near}items marked by hand: {allowed}",
        "{编号: 9.9, 得分: 5}",
        "{编号: 6.1, 得分: 5}",
    ),
    "E033": Code(
        "豁免 {id} 和 {other} 是同一单位的同一细项 {item}，时间也重叠",
        "waivers {id} and {other} are for the same unit and item {item}, and overlap in time",
        "只留一个，或把起止日期错开",
        "keep one, or let one end before the other begins",
        "[{编号: W1, 细项: 4.1, 效果: 不计入, 至: 2025-12-31}, {编号: W2, 细项: 4.1, 效果: 记满分, 至: 2025-12-31}]",
        "[{编号: W1, 细项: 4.1, 效果: 不计入, 至: 2025-12-31}]",
    ),
    "E032": Code(
        "“申请不适用”写的细项“{found}”规则集里没有",
        "the exemption names item “{found}”, which the rule set does not have",
        "{near}改成规则集里的细项编号",
        "{near}name an item of the rule set",
        "申请不适用: [{编号: 9.9, 理由: 没有食堂}]",
        "申请不适用: [{编号: 4.1, 理由: 没有食堂}]",
        REMARK,
    ),
}
CODES |= {code: Code(*words) for code, words in {**RULES, **TABLES, **MACHINE}.items()}
CODES |= {code: Code(*words, REMARK) for code, words in {**REMARKS, **ON_TABLES}.items()}
