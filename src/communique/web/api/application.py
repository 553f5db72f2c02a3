"""The API as an application of its own, to be mounted."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import State
from starlette.exceptions import HTTPException

from communique.errors import CommuniqueError
from communique.web.api import (
    accounts,
    channels,
    claims,
    documents,
    dyads,
    entries,
    extracting,
    instruments,
    judgements,
    knowledge,
    search,
    watches,
)
from communique.web.api.describing import TAGS, describe
from communique.web.api.refusing import broken, failed, invalid, refused
from communique.web.api.strict import only_known_parameters

PREFIX = "/api/v1"

RESOURCES = (
    entries,
    accounts,
    channels,
    dyads,
    instruments,
    claims,
    search,
    documents,
    extracting,
    judgements,
    watches,
    knowledge,
)


def api(state: State) -> FastAPI:
    """The API over what the pages stand on too: `ledger`, `settings`, `people`, `readers` of the state."""
    made = FastAPI(
        title="Communiqué",
        version="1",
        summary="A cited ledger of interstate security dialogue.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(only_known_parameters)],
        openapi_tags=TAGS,
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,
    )
    made.state = state
    for resource in RESOURCES:
        made.include_router(resource.router)
    made.add_exception_handler(CommuniqueError, failed)
    made.add_exception_handler(HTTPException, refused)
    made.add_exception_handler(RequestValidationError, invalid)
    made.add_exception_handler(Exception, broken)
    describe(made, PREFIX)
    return made
