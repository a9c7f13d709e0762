"""Bulk news: files of generated articles through workers; articles a second, CPU time and memory.

    python -m benchmarks.bulk_news ARTICLES WORKERS

The articles are in ten files. One file is damaged in the middle. The import is killed after the third file was sifted,
and resumed. Then `tip run` has the workers read the articles. PostgreSQL, Redis, the S3 server, the run and the workers
share this machine, so CPU seconds of the workers say more than the time.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from benchmarks.generated_news import generate, write_archive
from benchmarks.process_tree import descendants, pss
from tests.machines import Machines, machines, wait_for
from tests.orchestration.command_line import TIP
from warehouse.object_store import ObjectStore

FILES = 10
DAMAGED = 5
_TICKS = os.sysconf("SC_CLK_TCK")


def write_files(folder: Path, count: int) -> Path:
    """Writes the files and their list."""
    pages = generate(count)
    paths = [
        write_archive(folder / f"news-{number:02}.warc.gz", islice(pages, count // FILES)) for number in range(FILES)
    ]
    data = bytearray(paths[DAMAGED].read_bytes())
    middle = len(data) // 2
    data[middle : middle + 5_000] = bytes(5_000)
    paths[DAMAGED].write_bytes(data)
    listed = folder / "list.txt"
    listed.write_text("".join(f"{path}\n" for path in paths))
    return listed


def cpu_of(process: int) -> float:
    """CPU seconds of a process and its descendants."""
    seconds = 0.0
    for each in (process, *descendants(process)):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        seconds += (int(fields[11]) + int(fields[12])) / _TICKS
    return seconds


class Meter:
    """CPU seconds of all workers, and the largest memory of one of them."""

    def __init__(self, made: Machines) -> None:
        self._made = made
        self.peak_mb = 0.0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            for worker in list(self._made.workers):
                self.peak_mb = max(self.peak_mb, sum(map(pss, (worker.pid, *descendants(worker.pid)))))
            time.sleep(0.5)

    def cpu(self) -> float:
        return sum(cpu_of(worker.pid) for worker in self._made.workers)


def finished(store: ObjectStore, folder: str) -> int:
    return sum(each.path.endswith("/done.json") for each in store.objects(folder))


def timed(name: str, articles: int, meter: Meter, workers: int, do: Callable[[], object]) -> None:
    began, cpu = time.monotonic(), meter.cpu()
    do()
    seconds, used = time.monotonic() - began, meter.cpu() - cpu
    print(
        f"  {name:<28} {seconds:7.0f} s  {articles / seconds:6.1f} articles/s  workers: CPU {used:7.0f} s"
        f" = {used / articles * 1000:5.1f} ms an article, {100 * used / seconds / workers:3.0f} % busy"
        f"  peak {meter.peak_mb:5.0f} MB each",
        flush=True,
    )


def main() -> None:
    """Measures one number of workers."""
    count, workers = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="tip-bulk-") as folder, machines(Path(folder)) as made:
        listed = write_files(Path(folder), count)
        home = made.home("bulk")
        environment = made.environment(home.folder, "bulk")
        os.environ.update(made.s3.environment)
        store = ObjectStore(environment["TIP_ARCHIVE"])
        for _ in range(workers):
            made.start_worker("bulk")
        meter = Meter(made)
        command = [*TIP, "import", "--list", str(listed)]

        def import_list(*, killed: bool) -> None:
            with subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            ) as process:
                if killed:
                    wait_for(lambda: finished(store, "files") >= 3 or process.poll() is not None, 3600)
                    process.send_signal(signal.SIGKILL)
                    return
                print("".join(f"    {line}\n" for line in process.communicate()[0].splitlines()), end="")

        def whole_import() -> None:
            import_list(killed=True)
            print(f"  killed with {finished(store, 'files')} of {FILES} files sifted; resumed", flush=True)
            import_list(killed=False)

        print(f"{count:,} articles in {FILES} files, {workers} workers", flush=True)
        timed("import, killed and resumed", count, meter, workers, whole_import)

        def read() -> None:
            with made.start_run(home, "--no-publish") as process:
                wait_for(lambda: finished(store, "units") > 0 or process.poll() is not None, 3600)
                print(f"  first unit read {time.monotonic() - began:.0f} s after the start of the run", flush=True)
                wait_for(lambda: not finished(store, "units") or process.poll() is not None, 7200)
                print(f"  all units taken up after {time.monotonic() - began:.0f} s", flush=True)
                out, err = process.communicate()
                print("".join(f"    {line}\n" for line in (out + err).splitlines()), end="")

        began = time.monotonic()
        timed("reading and tables", count, meter, workers, read)


if __name__ == "__main__":
    main()
