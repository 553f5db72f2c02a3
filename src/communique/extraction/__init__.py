"""Article → Reading: mentions → who is meant → frames → records."""

from communique.compiled import prefer  # isort: split

prefer(__path__, __name__)

from communique.extraction.reading import EXTRACTOR, extractor, read  # noqa: E402

__all__ = ["EXTRACTOR", "extractor", "read"]
