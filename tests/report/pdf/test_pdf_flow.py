"""Laws of filling pages with strips."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from compliance.report.pdf.flow import Beside, Page, Part, paginate
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import Strip, kept, together

TOP, FOOT = 80.0, 780.0
HEIGHTS = st.one_of(st.floats(1, 60), st.floats(200, 900))


def nothing(pen: Pen, x: float, top: float) -> None:
    """Draws nothing."""


def strip(height: float, before: float = 0, keep: bool = False) -> Strip:
    return Strip(height, nothing, before, keep)


STRIPS = st.lists(st.builds(strip, HEIGHTS, st.floats(0, 20), st.booleans()), max_size=60).map(tuple)


def laid(pages: tuple[Page, ...]) -> list[Strip]:
    return [one.strip for page in pages for one in page.strips]


def pages(*blocks: tuple[Strip, ...] | Beside) -> tuple[Page, ...]:
    return paginate((Part("", blocks),), (TOP, TOP), FOOT)


@given(STRIPS)
def test_every_strip_is_laid_once_in_order(strips: tuple[Strip, ...]) -> None:
    assert list(map(id, laid(pages(strips)))) == list(map(id, strips))


@given(STRIPS)
def test_strips_stand_below_one_another_inside_the_page(strips: tuple[Strip, ...]) -> None:
    for page in pages(strips):
        y = TOP
        for one in page.strips:
            assert one.top >= y
            y = one.top + one.strip.height
        assert y <= FOOT or len(page.strips) == 1


@given(STRIPS)
def test_what_is_kept_stands_on_one_page_if_a_page_can_hold_it(strips: tuple[Strip, ...]) -> None:
    place = {id(one.strip): number for number, page in enumerate(pages(strips)) for one in page.strips}
    chain: list[Strip] = []
    for one in strips:
        chain.append(one)
        if not one.keep:
            if sum(each.height + each.before for each in chain) <= FOOT - TOP:
                assert len({place[id(each)] for each in chain}) == 1
            chain = []


@given(STRIPS, STRIPS)
def test_columns_break_apart_from_each_other(left: tuple[Strip, ...], right: tuple[Strip, ...]) -> None:
    result = pages((strip(300),), Beside(left, right, 250))
    for column, x in ((left, 0.0), (right, 250.0)):
        found = [one.strip for page in result for one in page.strips if one.x == x]
        if x == 0:
            found = found[1:]
        assert list(map(id, found)) == list(map(id, column))


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    heading = strip(20, 14, keep=True)
    result = pages((strip(660), heading, strip(30)))
    assert result[1].strips[0].strip is heading


def test_a_head_stands_again_where_its_strip_begins_a_page() -> None:
    head = strip(20)
    rows = tuple(replace(strip(100), repeat=(head,)) for _ in range(12))
    result = pages((*kept((head,)), *rows))
    assert len(result) == 2
    assert result[1].strips[0].strip is head
    assert sum(one is head for one in laid(result)) == 1


def test_a_head_of_half_a_page_is_not_repeated() -> None:
    head = strip(400)
    rows = tuple(replace(strip(100), repeat=(head,)) for _ in range(12))
    assert head not in laid(pages(rows))


def test_a_part_that_runs_on_needs_the_room_for_all_of_it() -> None:
    def count(height: float) -> int:
        end = Part("", (together((strip(100), strip(height))),), run_on=True)
        return len(paginate((Part("", ((strip(300),),)), end), (TOP, TOP, TOP), FOOT))

    assert count(290) == 1
    assert count(310) == 2


def test_a_part_without_strips_has_no_page() -> None:
    assert len(paginate((Part("", ((strip(9),),)), Part("", ((),))), (TOP, TOP, TOP), FOOT)) == 1


def test_a_tail_without_room_stands_at_the_head_of_the_next_part() -> None:
    def parts(height: float) -> list[list[int]]:
        tail = strip(40)
        first, second = Part("", ((strip(height),),), tail=(tail,)), Part("", ((strip(300),),))
        found = paginate((first, second), (TOP, TOP, TOP), FOOT)
        return [[each.part, *[place for place, one in enumerate(each.strips) if one.strip is tail]] for each in found]

    assert parts(600) == [[0, 1], [1]]
    assert parts(690) == [[0], [1, 0]]
