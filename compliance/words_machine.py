"""The words of the self test and of new workspaces, in both languages: a part of the one table in `words`."""

from __future__ import annotations

MACHINE: dict[str, tuple[str, str]] = {
    # doctor
    "doctor.python": ("Python {version}", "Python {version}"),
    "doctor.packages": ("依赖 {names}", "packages {names}"),
    "doctor.libyaml": ("PyYAML 带 libyaml", "PyYAML with libyaml"),
    "doctor.calendar": ("日历 {first}–{last}；之后各年的放假安排尚未公布，跨年的期限会标“暂定”", "calendar {first}–{last}; later deadlines are provisional"),
    "doctor.fonts": ("PDF 字体 随包四款，{glyphs} 个字", "PDF fonts: four bundled faces, {glyphs} characters"),
    "doctor.encoding": ("控制台编码 {encoding}", "console encoding {encoding}"),
    "doctor.encoding.narrow": ("控制台编码 {encoding}：个别生僻字会显示成“?”，文件不受影响", "console encoding {encoding}: rare characters appear as “?”; files are not affected"),
    "doctor.disk": ("工作目录可写，剩余 {free} GB", "the folder can be written, {free} GB free"),
    "doctor.disk.readonly": ("工作目录不可写：{path}", "the folder cannot be written: {path}"),
    "doctor.rules": ("随包规则集 {count} 个", "{count} bundled rule sets"),
    "doctor.example": ("示例评分 {score}", "example scored {score}"),
    # progress, init
    "init.done": ("已建立工作目录 {path}", "workspace made in {path}"),
    "init.next": ("下一步: {command}", "next: {command}"),
}  # fmt: skip
