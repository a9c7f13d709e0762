"""The archive that ships with the project: pages in the project's own words, in the layout of the originals."""

from importlib import resources
from pathlib import Path


def sample_archive() -> Path:
    """The WARC file of the sample.

    Raises:
        FileNotFoundError: the package was installed without it.
    """
    path = Path(str(resources.files("sources.sample"))) / "sample.warc.gz"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; `python -m sources.sample.build` makes it")
    return path
