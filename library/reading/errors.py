"""Why a file cannot become a document."""


class DocumentRefused(Exception):
    """What is wrong and what to do about it, in a sentence; `line`: of the file, when there is one."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
