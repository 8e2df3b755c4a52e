"""The codes of evidence in tables: the words of each as `codes.Code` takes them."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str, str, str, str, str]] = {
    "Y010": (
        "不是能读的 Parquet 或 CSV 文件（{reason}）",
        "this is no readable Parquet or CSV file ({reason})",
        "重新导出；CSV 的每一行不能比表头多格，有逗号、引号或换行的格要用双引号括起来",
        "export it again; no row of a CSV has more cells than its header; quote cells that hold commas, quotes or line breaks",
        "事项,标题\n招生政策,政策,2025版",
        '事项,标题\n招生政策,"政策,2025版"',
    ),
    "Y011": (
        "“{table}”交了两份",
        "the table “{table}” is there twice",
        "一张表只留一个文件，或一个同名文件夹",
        "keep one file, or one folder of that name, for each table",
        "公开信息.csv 和 disclosures.parquet",
        "公开信息.csv",
    ),
    "Y012": (
        "“{found}”不是任何一张表的文件，里面的内容不会被读到",
        "“{found}” is the file of no table; nothing in it would be read",
        "{near}文件名用表名：{allowed}，扩展名 .csv 或 .parquet；不是材料就移到别处（xlsx 请另存为 CSV）",
        "{near}name files after tables: {allowed}, ending in .csv or .parquet; move what is no evidence elsewhere (save xlsx as CSV)",
        "情况.csv",
        "情形.csv",
    ),
    "E027": (
        "单位表里没有代码“{found}”",
        "no unit has the code “{found}”",
        "补上这个单位，或改正这一行的单位代码（代码是文字，前面的 0 不能丢）",
        "add the unit, or mend the code of this row (codes are text; leading zeros count)",
        "单位代码: 317",
        '单位代码: "0317"',
    ),
    "E036": (
        "还有 {count} 行的单位代码不在单位表里，共 {total} 行",
        "{count} more rows name no unit of the table of units, {total} in all",
        "补上这些单位，或改正这一栏（代码是文字，前面的 0 不能丢）",
        "add the units, or mend the whole column (codes are text; leading zeros count)",
        "单位代码: 317",
        '单位代码: "0317"',
    ),
    "E028": (
        "“{key}”还有 {count} 格读不懂，共 {total} 格",
        "{count} more cells of “{key}” cannot be read, {total} in all",
        "按上面列出的几格的改法，改完这一栏",
        "mend the whole column as said for the cells above",
        "公开日期: 六月九日",
        "公开日期: 2025-06-09",
    ),
    "E035": (
        "“{key}”还有 {count} 行与前面的行重复，共 {total} 行",
        "{count} more rows repeat their “{key}”, {total} in all",
        "删去重复的行，或给每行一个自己的编号",
        "delete the rows that are there twice, or give each row an id of its own",
        "0317,G1,… 0317,G1,…",
        "0317,G1,… 0317,G2,…",
    ),
}

REMARKS: dict[str, tuple[str, str, str, str, str, str]] = {
    "E037": (
        "有 {count} 份报告只写了“文件”，表文件不打开它，按看不到正文处理",
        "{count} reports name a file only; tables do not open it, so their text counts as unseen",
        "把正文写进“正文”一栏，或者用材料文件（YAML）评这些单位",
        "write the text into the column 正文 text, or assess these units from files of evidence",
        "文件: 年报.docx",
        "正文: 一、总体情况……",
    ),
    "E034": (
        "“{key}”还有 {count} 行也是这样，共 {total} 行",
        "{count} more rows of “{key}” are like that, {total} in all",
        "按上面列出的几行核对这一栏",
        "check the whole column as said for the rows above",
        "公开日期: 2052-06-09",
        "公开日期: 2025-06-09",
    ),
}
