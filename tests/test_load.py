"""Strict YAML: texts stay texts, every key and value has its place, doubtful files are refused with the place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import InvalidInput
from compliance.load.yaml import parse, remarks
from compliance.source import Mapping, Sequence


def root(text: str):
    return parse(text.encode(), "a.yaml").root


@pytest.mark.parametrize("text", ["0317", "1.10", "12:30", "NO", "2025-02-30", "0212345670", "~", "true", "1e3", ".5"])
def test_every_scalar_stays_the_text_it_was_written_as(text: str) -> None:
    assert root(f"键: {text}") == {"键": text}


def test_a_value_that_is_not_written_is_the_empty_text() -> None:
    assert root("甲:\n乙: ''") == {"甲": "", "乙": ""}


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert parse("\ufeff甲: 1\r\n乙:\r\n  - 2\r\n".encode(), "a.yaml").root == {"甲": "1", "乙": ["2"]}


def test_a_block_text_may_begin_with_full_width_blanks_and_hold_full_width_colons() -> None:
    assert root("正文: |\n  　　一、总体情况：好\n  二、问题：无\n") == {"正文": "　　一、总体情况：好\n二、问题：无\n"}


def test_all_faults_of_a_file_come_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        root("甲: 1\n甲: &x 2\n乙: *x\n")

    assert [(each.place.line, each.code) for each in caught.value.problems] == [(2, "Y003"), (2, "Y006"), (3, "Y006")]


def test_a_hash_after_a_blank_is_pointed_out_only_where_it_may_have_been_meant() -> None:
    assert [
        each.code for each in remarks(parse("甲: 见 http://a.cn/x #1\n乙: 2  # 说明\n丙: 3 # 说明\n".encode(), "a.yaml"))
    ] == ["Y008"]


KEYS = st.text("甲乙丙丁abc", min_size=1, max_size=3)
TREES = st.recursive(
    st.text("甲乙0159.年- ", max_size=6).map(str.strip),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=12,
)


def flow(tree) -> str:
    """The tree as YAML in flow style, every text quoted."""
    if isinstance(tree, str):
        return f'"{tree}"'
    if isinstance(tree, list):
        return "[" + ", ".join(map(flow, tree)) + "]"
    return "{" + ", ".join(f'"{key}": {flow(value)}' for key, value in tree.items()) + "}"


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
def test_what_is_written_is_read_and_every_place_points_at_its_text(tree) -> None:
    text = "\n".join(f'"{key}": {flow(value)}' for key, value in tree.items())
    document = parse(text.encode(), "a.yaml")

    assert document.root == tree
    for mark, value in marks(document.root):
        line = document.lines[mark[0] - 1]
        assert line[mark[1] - 1 :].startswith(f'"{value}"' if isinstance(value, str) else ("{", "["))


def marks(node):
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield node.keys_at[key], key
            yield node.values_at[key], value
            yield from marks(value)
    elif isinstance(node, Sequence):
        for mark, value in zip(node.values_at, node, strict=True):
            yield mark, value
            yield from marks(value)
