"""The setting `site_url`: another address of the site makes the same data due for publication, with whole links."""

import shutil
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.publish.release import is_release_stale, publish_staged
from tests.pipeline import check_all


@pytest.mark.soak
def test_another_address_publishes_the_same_data_again(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(shutil.copytree(published_home, tmp_path / "home", symlinks=True))
    monkeypatch.setenv("TIP_HOME", str(home.folder))
    assert not is_release_stale(home)
    monkeypatch.setenv("TIP_SITE_URL", "https://tip.example/site")
    assert is_release_stale(home)
    check_all(home)
    published = publish_staged(home)
    assert published.reissue == "presentation"
    assert published.release.summary["site_url"] == "https://tip.example/site/"
    feed = (published.release.path / "report" / "feed.atom").read_text()
    assert 'href="https://tip.example/site/index.html"' in feed
    assert not is_release_stale(home)
