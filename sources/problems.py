"""The one way a reader says that a page or a file cannot be used."""

from warehouse.tables.vocabulary import PAGE_PROBLEMS, Reason


class PageProblemError(ValueError):
    """A page is set aside: the reason, which is one of `PAGE_PROBLEMS`, and one line that says what and where.

    Raises:
        ValueError: the reason is none of these.
    """

    def __init__(self, problem: Reason, detail: str) -> None:
        if problem not in PAGE_PROBLEMS:
            raise ValueError(f"{problem!r} is no problem of a whole page; see PAGE_PROBLEMS in the vocabulary")
        super().__init__(detail)
        self.problem = Reason(problem)
        self.detail = detail
