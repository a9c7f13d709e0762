"""Each item is worked on once, in one thread or several, and an error is not lost."""

import signal
import threading
import time

import pytest

from warehouse.at_once import for_each


@pytest.mark.parametrize("items", [0, 1, 31, 32, 1_000])
def test_each_item_is_worked_on_once(items: int) -> None:
    seen: list[int] = []
    for_each(seen.append, range(items))
    assert sorted(seen) == list(range(items))


def test_few_items_need_no_thread() -> None:
    threads: set[str] = set()
    for_each(lambda _: threads.add(threading.current_thread().name), range(5))
    assert threads == {threading.current_thread().name}


@pytest.mark.parametrize("items", [3, 1_000])
def test_an_error_is_raised_when_the_others_are_done(items: int) -> None:
    seen: list[int] = []

    def work(item: int) -> None:
        if item == 1:
            raise OSError(f"no place for {item}")
        seen.append(item)

    with pytest.raises(OSError, match="no place for 1"):
        for_each(work, range(items))
    assert 0 in seen
    assert 1 not in seen


@pytest.mark.usefixtures("sigint_handled")
def test_no_thread_works_on_after_an_interruption() -> None:
    main = threading.main_thread().ident
    assert main is not None
    seen: list[int] = []

    def work(item: int) -> None:
        seen.append(item)
        if item == 10:
            signal.pthread_kill(main, signal.SIGINT)
        time.sleep(0.002)

    with pytest.raises(KeyboardInterrupt):
        for_each(work, range(5_000))
    done = len(seen)
    time.sleep(0.05)
    assert len(seen) == done < 5_000
