"""Article → Reading: mentions → who is meant → frames → records."""

from communique.extraction.reading import EXTRACTOR, extractor, read

__all__ = ["EXTRACTOR", "extractor", "read"]
