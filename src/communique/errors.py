"""Errors, drawn as one tree.

CommuniqueError
├── SourceError        a file or line that cannot be read
│   ├── EncodingError  bytes that are no known encoding of text
│   └── FormatError    a line or field that is not what the format says
├── TableError         a language or knowledge table that breaks its own form
├── DateError          a date that is not in the EDTF subset used here
├── LedgerError        a ledger that cannot be opened, or cannot do what it is asked
│   ├── NotHeldError   an entry, document, watch or judgement that is not there, or not one alone
│   └── LedgerFailedError  a ledger whose database does not do what it should
├── AccountError       an account, password or token that cannot be as asked
├── ServiceError       a server of a ledger that gives no answer that can be read
│   ├── UnreachableError  no server answers at an address
│   └── RefusedError      the server says no, and why
├── ExportError        a file that cannot be written
└── EvaluationError    a gold or text file that does not fit the other
"""


class CommuniqueError(Exception):
    """Base of every error this package raises on purpose; its text is for the person at the keyboard."""


class SourceError(CommuniqueError):
    """A source that cannot be read."""


class EncodingError(SourceError):
    """Bytes in none of the encodings that are recognised."""


class FormatError(SourceError):
    """A line or a field that is not what its format says."""


class TableError(CommuniqueError):
    """A language or knowledge table that breaks its own form."""


class DateError(CommuniqueError, ValueError):
    """Text that is not a date in the EDTF subset of `communique.dates`."""


class LedgerError(CommuniqueError):
    """A ledger that cannot be opened, or cannot do what it is asked."""


class NotHeldError(LedgerError):
    """An entry, a document, a watch or a judgement that is not in the ledger, or a name of several."""


class LedgerFailedError(LedgerError):
    """A ledger whose database is locked, full, damaged or out of reach: nobody's question is to blame."""


class ServiceError(CommuniqueError):
    """A server of a ledger that gives no answer that can be read."""


class UnreachableError(ServiceError):
    """No server answers at an address."""


class RefusedError(ServiceError):
    """The server says no: `status` of HTTP, `faults` as (where, name, detail); `retry_after` is in seconds."""

    def __init__(
        self, detail: str, status: int, faults: tuple[tuple[str, str, str], ...] = (), retry_after: str | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.faults = faults
        self.retry_after = float(retry_after) if retry_after and retry_after.isdecimal() else None


class AccountError(CommuniqueError):
    """An account, a password or a token that cannot be as it is asked for."""


class ExportError(CommuniqueError):
    """An export that cannot be written where it was asked for, or not in that form."""


class EvaluationError(CommuniqueError):
    """Hand-coded articles and texts that do not fit each other."""
