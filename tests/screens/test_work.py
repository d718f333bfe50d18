"""Work that Gradio does not queue: so much of it at once, first come, first served."""

import asyncio
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, cast

import gradio as gr

from screens.handlers import watch
from screens.work import Turns, Work
from tests.aside import in_a_loop_of_its_own


def test_so_many_are_worked_at_at_once_and_the_rest_wait_in_their_order() -> None:
    done: list[int] = []

    async def all_of_them() -> None:
        turns, may_end = Turns(2), asyncio.Event()

        async def work(number: int) -> None:
            async with turns.turn():
                done.append(number)
                await may_end.wait()

        begun = [asyncio.create_task(work(number)) for number in range(5)]
        await asyncio.sleep(0)
        assert (done, len(turns)) == ([0, 1], 3)
        may_end.set()
        await asyncio.gather(*begun)
        assert len(turns) == 0

    in_a_loop_of_its_own(all_of_them)
    assert done == [0, 1, 2, 3, 4]


def test_whoever_fails_or_gives_up_waiting_lets_the_next_in() -> None:
    async def all_of_them() -> None:
        turns = Turns(1)
        with suppress(ValueError):
            async with turns.turn():
                waiting = asyncio.create_task(_enter(turns))
                await asyncio.sleep(0)
                assert len(turns) == 1
                waiting.cancel()
                await asyncio.sleep(0)
                assert len(turns) == 0
                raise ValueError
        await asyncio.wait_for(_enter(turns), 60)

    in_a_loop_of_its_own(all_of_them)


def test_what_waits_for_its_turn_keeps_the_app_from_stopping() -> None:
    seen: list[tuple[int, int, bool]] = []
    work = Work()

    def answer(number: int) -> int:
        seen.append((work.under_way, work.waiting, work.is_done))
        return number

    answer.__qualname__ = "AskScreen.ask"
    handler = SimpleNamespace(fn=cast(Any, answer), queue=False, concurrency_limit=1)
    assert watch(cast(gr.Blocks, SimpleNamespace(fns={7: handler})), work) == {7: "ask"}

    async def all_of_them() -> None:
        assert await asyncio.gather(*(handler.fn(number) for number in range(3))) == [0, 1, 2]

    in_a_loop_of_its_own(all_of_them)
    assert seen[0] == (1, 2, False)
    assert [under_way for under_way, _, _ in seen] == [1, 1, 1]
    assert work.is_done


async def _enter(turns: Turns) -> None:
    async with turns.turn():
        pass
