"""What a server needs for as long as it runs is read when it starts, and left alone from then on."""

from __future__ import annotations

import gc
from contextlib import suppress

from fastapi import FastAPI

from communique.errors import LedgerError
from communique.knowledge import knowledge
from communique.web import rendering, suggesting
from communique.web.visit import words

_SELDOM = (1_000, 10, 1_000)
"""How often the garbage collector looks: at what is young in small portions, at what lives long hardly ever."""


def settle(app: FastAPI) -> None:
    """Read the tables and the channels of who talks most, beside the first requests, and take them out of what the
    garbage collector looks through.

    To look through them takes it a tenth of a second, for which one request in some dozens would have to wait.
    """
    knowledge()
    words()
    rendering.prepare()
    suggesting.prepare()
    app.state.api.openapi()
    with suppress(LedgerError):  # which whoever asks for a page is told
        app.state.ledger.prepare()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
