"""The codes of the calendar, of output files and fonts: the words of each as `codes.Code` takes them."""

from __future__ import annotations

MACHINE: dict[str, tuple[str, str, str, str, str, str]] = {
    "C001": (
        "{found} 不在已公布的放假安排之内（{first} 至 {last}）",
        "{found} lies outside the published calendar ({first} to {last})",
        "等国务院办公厅公布当年放假安排后更新 chinesecalendar",
        "update chinesecalendar once the year's holidays are published",
        "gongkai calendar --from 2031-01-01 --to 2031-01-31",
        "gongkai calendar --from 2025-01-01 --to 2025-01-31",
    ),
    "A010": (
        "写不了文件：{reason}",
        "the file cannot be written: {reason}",
        "检查文件夹是否存在、是否正被别的程序打开",
        "check that the folder exists and that no program holds the file open",
        "-o 不存在的文件夹/报告.pdf",
        "-o 报告.pdf",
    ),
    "A011": (
        "随包字体里没有这些字：{found}（见“{context}”）",
        "the bundled fonts lack these characters: {found} (in “{context}”)",
        "换一个字，或用括号注明读音",
        "use another character, or spell it out",
        "名称: （含有未收字的名称）",
        "名称: ××市实验小学",
    ),
}
