"""The application: rooms put together, with what stands before every one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from communique.errors import CommuniqueError
from communique.ledger import Ledger
from communique.people import People
from communique.readers import Readers
from communique.web import pages
from communique.web.adding import Jobs
from communique.web.api import PREFIX, RESOURCES, api
from communique.web.assets import Assets
from communique.web.attempts import Attempts
from communique.web.entrance import Entrance
from communique.web.failing import broken, failed, misread, refused
from communique.web.guarding import Guard
from communique.web.limiting import Limiting
from communique.web.observing import Counts, Observing, Routes
from communique.web.pages.running import Holdings
from communique.web.remembering import Remembering
from communique.web.settings import Settings


def application(settings: Settings) -> FastAPI:
    """The application for a ledger, which is made where there is none. Raises LedgerError where it cannot be opened."""
    ledger = Ledger.open(settings.ledger, create=True)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            app.state.jobs.close()
            app.state.readers.close()
            ledger.close()

    app = FastAPI(title="Communiqué", lifespan=running, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.ledger = ledger
    app.state.settings = settings
    app.state.readers = Readers()
    app.state.jobs = Jobs(ledger, app.state.readers)
    app.state.people = People(ledger)
    app.state.attempts = Attempts()
    app.state.counts = Counts()
    app.state.counts.registry.register(Holdings(ledger, app.state.readers))
    for room in pages.ROOMS:
        app.include_router(room.router)
    app.state.api = api(app.state)
    app.mount(PREFIX, app.state.api)
    app.mount("/static", Assets(files("communique.web").joinpath("static")), name="static")
    app.add_exception_handler(CommuniqueError, _failed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Remembering, ledger=ledger)
    app.add_middleware(Limiting, rate=settings.rate)
    app.add_middleware(Entrance, people=app.state.people, settings=settings)
    app.add_middleware(Guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False)
    app.add_middleware(Observing, counts=app.state.counts, routes=_routes(), log=settings.log)
    return app


def _routes() -> Routes:
    """The templates of all addresses, pages before the API."""
    rooms = [("", room.router) for room in pages.ROOMS] + [(PREFIX, resource.router) for resource in RESOURCES]
    return Routes(
        before + route.path for before, router in rooms for route in router.routes if isinstance(route, APIRoute)
    )


async def _failed(request: Request, error: Exception) -> Response:
    return failed(request, error)


async def _broken(request: Request, error: Exception) -> Response:
    return broken(request, error)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refused(request, error)


async def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return misread(request, error)
