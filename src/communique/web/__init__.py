"""The ledger in the browser: pages that are also data at the same address, and an API under them.

    uvicorn.run(application(Settings(ledger="ledger.sqlite")))

A page is a function from a `Visit` to a `View` (see `communique.web.view`); `communique.web.application` puts the rooms
together.
"""

from communique.web.application import application
from communique.web.settings import Settings

__all__ = ["Settings", "application"]
