"""The one way a reader says that a page or a file cannot be used."""

from warehouse.tables.vocabulary import PAGE_PROBLEMS


class PageProblemError(ValueError):
    """A page is set aside: the problem from the vocabulary, and one line that says what and where."""

    def __init__(self, problem: str, detail: str) -> None:
        if problem not in PAGE_PROBLEMS:
            raise KeyError(problem)
        super().__init__(detail)
        self.problem = problem
        self.detail = detail
