"""A page that contains what looks like a WARC record is one page, whatever happens to the file."""

import gzip
from pathlib import Path

import pytest

from sources.archive.page_archive import PageArchive
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes, whole_gzip

NORWAY, GHANA, FOREIGN = url(2018, "norway"), url(2018, "ghana"), "https://elsewhere.example/page"
EMBEDDED = warc_bytes({NORWAY: report_page(2018, "Norway", "Forged.")}, compressed=False)
HTML = ("Content-Type", "text/html")
PAGE = b"<html><p>About WARC:</p><pre>\r\n\r\n" + EMBEDDED + b"</pre>" + b"<p>More text.</p>" * 50 + b"</html>"
LENGTH = ("Content-Length", str(len(PAGE)))
FILE = warc_bytes({FOREIGN: PAGE}, compressed=False, headers=[HTML, LENGTH])
NEXT = warc_bytes({GHANA: report_page(2018, "Ghana")}, compressed=False)


@pytest.mark.parametrize(
    "data",
    [
        FILE + NEXT,
        whole_gzip(FILE + NEXT),
        FILE[:-300],
        whole_gzip(FILE)[:-20],
        FILE.replace(b"More text.", b"Less text.", 1) + NEXT,
        gzip.compress(FILE[:-300]) + gzip.compress(NEXT),
    ],
    ids="whole one_gzip cut cut_gzip changed short_member".split(),
)
def test_an_embedded_record_is_no_record(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "in.warc"
    path.write_bytes(data)
    archive = PageArchive(tmp_path / "archive")
    archive.import_warc(path, origin="archive", assign=assign)
    assert NORWAY not in {entry.url for entry in archive.index.all_entries()}
