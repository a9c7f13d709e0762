"""SIGINT and SIGTERM end a command in the same way; its exit code tells them apart."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_ENDING: Final = (signal.SIGINT, signal.SIGTERM)
_received: list[socket.socket] = []
"""Inside `interruptions`, the socket with the numbers of the signals that came."""


@contextmanager
def interruptions() -> Iterator[Callable[[], signal.Signals]]:
    """Raises `KeyboardInterrupt` after SIGINT and after SIGTERM inside the block.

    Yields:
        A function that returns which of them came first. The numbers of signals are read from a socket, because Dagster
        replaces the handlers during a run.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: signal.SIGINT
        return
    reading, writing = socket.socketpair()
    for end in (reading, writing):
        end.setblocking(False)
    handlers = {number: signal.signal(number, signal.default_int_handler) for number in _ENDING}
    descriptor = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)

    _received.append(reading)
    try:
        yield lambda: first_signal() or signal.SIGINT
    finally:
        _received.remove(reading)
        signal.set_wakeup_fd(descriptor)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        reading.close()
        writing.close()


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Ends this process as SIGTERM does, if the block takes longer; for runs that hang."""
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGTERM))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def first_signal() -> signal.Signals | None:
    """The first of the signals that came inside `interruptions`; None if none did.

    Dagster drops a signal that comes while it writes an event. It is found here all the same.
    """
    try:
        numbers = _received[-1].recv(1024, socket.MSG_PEEK) if _received else b""
    except BlockingIOError:
        return None
    return next((number for number in map(signal.Signals, numbers) if number in _ENDING), None)
