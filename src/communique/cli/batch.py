"""A batch as the person at the keyboard sees it: progress while it runs, at its end what was set aside."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

import typer

from communique.cli.messages import say
from communique.cli.screen import complain, error_console
from communique.cli.work import Failed, T


class Batch:
    """Counts documents and keeps those that failed; `on_failure` is told of each at once.

    `printing`: something is printed for every document, so that on a terminal that is the progress.
    """

    def __init__(self, *, printing: bool, on_failure: Callable[[Failed], None] | None = None) -> None:
        self.failed: list[Failed] = []
        self.read = 0
        self._printing = printing
        self._on_failure = on_failure

    def good(self, results: Iterable[T | Failed]) -> Iterator[T]:
        """The results that are no failures; those are kept. Shows progress where standard error is a terminal."""
        quiet = not sys.stderr.isatty() or (self._printing and sys.stdout.isatty())
        for each in results if quiet else _with_progress(results):
            if isinstance(each, Failed):
                self.fail(each)
            else:
                self.read += 1
                yield each

    def fail(self, failed: Failed) -> None:
        """Keep a failure."""
        self.failed.append(failed)
        if self._on_failure:
            self._on_failure(failed)

    def reject(self, failed: Failed) -> None:
        """A document that `good` gave out has failed after all."""
        self.read -= 1
        self.fail(failed)

    def finish(self) -> None:
        """Name what was set aside and exit with status 1, if anything was."""
        if not self.failed:
            return
        for each in self.failed:
            origin = f" ({each.origin})" if each.origin and each.origin != each.doc else ""
            complain(say("batch.set_aside", doc=f"{each.doc}{origin}", reason=each.reason))
        complain(say("batch.summary", read=self.read, failed=len(self.failed)))
        raise typer.Exit(1)


def _with_progress(results: Iterable[T | Failed]) -> Iterator[T | Failed]:
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=error_console(), transient=True, redirect_stdout=False, redirect_stderr=False
    ) as progress:
        task = progress.add_task(say("batch.reading"), total=None)
        for each in results:
            progress.advance(task)
            yield each
