"""The time limit: it ends any Python work, in any thread, and leaves everything as it was."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from auditor.pipeline import audit_document
from auditor.read import Limits, Unreadable
from auditor.report.audit_json import to_json
from auditor.runtime import deadline
from auditor.runtime.deadline import OutOfTime, within

pytestmark = [
    pytest.mark.usefixtures("no_collector_hooks"),
    # Work that is ended in the middle of a directory's listing leaves the listing open.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def spin(seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def in_main(work: Callable[[], None]) -> None:
    work()


def in_thread(work: Callable[[], None]) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed on to the test
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


@pytest.fixture(params=[pytest.param("alarm", marks=pytest.mark.posix), "no alarm", "thread"])
def anywhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Run something in the main thread, there without alarms (as on Windows), or in another thread."""
    if request.param == "no alarm":
        monkeypatch.setattr(deadline, "_has_alarm", lambda: False)
    return in_thread if request.param == "thread" else in_main


def untouched() -> bool:
    names = [thread.name for thread in threading.enumerate()]
    if "auditor-deadline" in names:
        return False
    if not hasattr(signal, "setitimer"):  # Windows
        return True
    return (signal.getitimer(signal.ITIMER_REAL)[0], signal.getsignal(signal.SIGALRM)) == (0.0, signal.SIG_DFL)


def test_work_is_ended(anywhere: Callable[[Callable[[], None]], None]) -> None:
    def work() -> None:
        with pytest.raises(OutOfTime), within(0.1):
            spin()

    began = time.monotonic()
    anywhere(work)
    assert 0.1 <= time.monotonic() - began < 5
    assert untouched()


def test_work_that_is_done_in_time_is_left_alone(anywhere: Callable[[Callable[[], None]], None]) -> None:
    def work() -> None:
        for _ in range(50):
            with within(0.05):
                pass
        spin(0.1)
        with within(0):
            spin(0.1)

    anywhere(work)
    assert untouched()


def test_who_catches_it_is_called_again(
    anywhere: Callable[[Callable[[], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "_AGAIN", 0.1)
    caught = []

    def work() -> None:
        with pytest.raises(OutOfTime), within(0.1):  # noqa: PT012 - only the second stretch raises
            try:
                spin()
            except OutOfTime:
                caught.append(1)
            spin()

    anywhere(work)
    assert caught == [1]


def test_what_closes_things_is_not_cut_short(anywhere: Callable[[Callable[[], None]], None]) -> None:
    done = []

    class Thing:
        def __enter__(self) -> None:
            pass

        def __exit__(self, *_: object) -> None:
            spin(0.3)
            done.append(1)

    def work() -> None:
        with pytest.raises(OutOfTime), within(0.1):  # noqa: PT012 - only the second stretch raises
            with Thing():
                pass
            spin()

    anywhere(work)
    assert done == [1]


def test_an_import_is_not_cut_short(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, anywhere: Callable[[Callable[[], None]], None]
) -> None:
    import sys
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "slow_to_import.py").write_text("import time\nend = time.monotonic() + 0.3\n"
                                              "while time.monotonic() < end: pass\nwhole = True\n")  # fmt: skip
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "slow_to_import", raising=False)

    def work() -> None:
        with pytest.raises(OutOfTime), within(0.1):  # noqa: PT012 - only the second stretch raises
            import slow_to_import  # type: ignore[import-not-found]

            assert slow_to_import.whole
            spin()

    anywhere(work)
    assert sys.modules["slow_to_import"].whole


def test_within_another_stretch_that_one_counts() -> None:
    with pytest.raises(OutOfTime), within(0.2):  # noqa: PT012 - only the second stretch raises
        with within(0.01):
            spin(0.1)
        spin()


@pytest.fixture
def own_alarm() -> Iterator[list[int]]:
    """A program that uses the alarm itself."""
    rung: list[int] = []
    signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    yield rung
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


@pytest.mark.posix
def test_the_alarm_of_a_program_stays_its_own(own_alarm: list[int]) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    with pytest.raises(OutOfTime), within(0.1):
        spin()
    assert not own_alarm
    spin(0.4)
    assert own_alarm == [1]


def test_an_audit_that_was_ended_leaves_the_next_ones_whole(anywhere: Callable[[Callable[[], None]], None]) -> None:
    text = b"1. Of 12 persons, 7 were men and 5 were women; a further three in ten were 1,204 children.\n\n" * 2_000
    small = text[: text.index(b"\n")]
    whole = to_json(audit_document("x.txt", data=small))

    def work() -> None:
        for seconds in (0.02, 0.05, 0.1, 0.15, 0.2):
            with pytest.raises(Unreadable, match=rf"it takes more than {seconds} seconds: .* --limit seconds="):
                audit_document("x.txt", data=text, limits=Limits(seconds=seconds))
            assert to_json(audit_document("x.txt", data=small)) == whole

    anywhere(work)
    assert untouched()


PROFILED = """
import sys, threading, time
from auditor.runtime.deadline import OutOfTime, within

def work():
    try:
        with within({seconds}):
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                pass
    except OutOfTime:
        pass
    sys.setprofile(lambda *_: None)
    (lambda: None)()

thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


@pytest.mark.parametrize("seconds", [0.1, 30], ids=["ended", "in time"])
def test_what_is_profiled_afterwards_goes_on(seconds: float) -> None:
    subprocess.run([sys.executable, "-c", PROFILED.format(seconds=seconds)], check=True, timeout=60)  # noqa: S603
