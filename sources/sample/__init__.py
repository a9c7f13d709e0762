"""The archives that are part of the project: pages in the project's own words, in the layouts of real pages."""

from importlib import resources
from pathlib import Path


def sample_archives() -> list[Path]:
    """The WARC files of the sample: one a report family, and one of news.

    Raises:
        FileNotFoundError: the package was installed without one.
    """
    return [sample_archive(), trafficking_archive(), news_archive()]


def sample_archive() -> Path:
    """The WARC file with the human-rights pages of the sample.

    Raises:
        FileNotFoundError: the package was installed without it.
    """
    return _shipped("sample.warc.gz")


def trafficking_archive() -> Path:
    """The WARC file with the sample's pages of the Trafficking in Persons Report.

    Raises:
        FileNotFoundError: the package was installed without it.
    """
    return _shipped("trafficking.warc.gz")


def news_archive() -> Path:
    """The WARC file with the sample's news articles.

    Raises:
        FileNotFoundError: the package was installed without it.
    """
    return _shipped("news.warc.gz")


def _shipped(name: str) -> Path:
    path = Path(str(resources.files("sources.sample"))) / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; `python -m sources.sample.build` writes it")
    return path
