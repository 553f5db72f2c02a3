"""Article → Reading: mentions → who is meant → frames → records."""

from communique.extraction.reading import EXTRACTOR, read

__all__ = ["EXTRACTOR", "read"]
