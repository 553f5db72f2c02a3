"""The ledger in the browser."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.messages import say
from communique.cli.options import Where
from communique.cli.screen import console

if TYPE_CHECKING:
    import uvicorn


def register(app: typer.Typer) -> None:
    """Give the app this command."""
    app.command(help=say("help.serve"))(serve)
    app.command(help=say("help.mcp"))(mcp)


def serve(
    ledger: Where = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help=say("help.serve_host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help=say("help.serve_port"))] = 8000,
    public: Annotated[bool, typer.Option("--public", help=say("help.serve_public"))] = False,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help=say("help.serve_name"), show_default=False)
    ] = None,
    secure: Annotated[bool, typer.Option("--https", help=say("help.serve_https"))] = False,
    rate: Annotated[str, typer.Option("--rate", metavar="N/TIME", help=say("help.serve_rate"))] = "1200/minute",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("help.serve_quiet"))] = False,
) -> None:
    """Pages and the API, until interrupted."""
    import logging
    from threading import Thread

    import uvicorn
    from rich.text import Text

    from communique.ledger import Ledger, default_location
    from communique.people import People
    from communique.web import Settings, application
    from communique.web.limiting import is_rate
    from communique.web.observing import Lines
    from communique.web.settings import LOOPBACK, is_loopback
    from communique.web.settling import settle

    place = ledger or default_location()
    reached = next((each for each in (host, *(names or ())) if not is_loopback(each)), None)
    closed = reached is not None and not public
    if closed:
        with Ledger.open(place, create=True) as kept:
            if not People(kept).anyone():
                raise typer.BadParameter(say("usage.reach", host=reached), param_hint="--host")
    hosts = (*LOOPBACK, *(names or ())) if is_loopback(host) or names else ("*",)
    limited = "" if rate == "0" else rate
    if limited and not is_rate(limited):
        raise typer.BadParameter(say("usage.rate", text=rate), param_hint="--rate")
    settings = Settings(place, hosts=hosts, closed=closed, secure=secure, rate=limited, log=not quiet)
    logging.basicConfig(handlers=[Lines()], force=True)
    app = application(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )
    bound = listening(config)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound.getsockname()[1]}/"
    console().print(Text(say("serve.at", address=address, ledger=settings.ledger)), soft_wrap=True)
    if closed:
        console().print(say("serve.closed"))
    Thread(target=settle, args=(app,), daemon=True).start()
    uvicorn.Server(config).run(sockets=[bound])


def listening(config: uvicorn.Config) -> socket.socket:
    """The place of a server, open from now on: who comes before the server has started waits, and is not refused.

    Answers go out as they are written: otherwise the body waits some 40 ms for word that the head has come, since the
    event loop sees to that only on sockets made by itself.
    """
    place = config.bind_socket()
    place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    place.listen(config.backlog)
    return place


def mcp(ledger: Where = None) -> None:
    """What assistants may ask, on standard input and output, until the input ends."""
    from communique.assistant import server
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        server(kept).run("stdio")
