"""The exception of readers for a page or file that cannot be used."""

from warehouse.tables.vocabulary import PAGE_PROBLEMS, Reason


class PageProblemError(ValueError):
    """A page is rejected, with a reason of `PAGE_PROBLEMS` and a message about the error and its place.

    Raises:
        ValueError: the reason is not one of `PAGE_PROBLEMS`.
    """

    def __init__(self, problem: Reason, detail: str) -> None:
        if problem not in PAGE_PROBLEMS:
            raise ValueError(f"{problem!r} is no problem of a whole page; see PAGE_PROBLEMS in the vocabulary")
        super().__init__(detail)
        self.problem = Reason(problem)
        self.detail = detail
