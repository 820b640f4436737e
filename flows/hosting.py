"""The process of a Prefect server of our own: it answers its own pages and programs alone.

A page of some other site that a person has open reaches loopback as well, through his
browser; the guard lets none of its requests through. Nor does a page of ours reach any
other site: Prefect's newer dashboard calls its maker's telemetry also where it is off.
"""

from __future__ import annotations

import ipaddress
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"

_FORBIDDEN = 403
_OWN_CONTENT = (
    b"content-security-policy",
    b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'",
)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_ours(host: str, origin: str, *, local: bool) -> bool:
    """Return whether a request comes from our own page or from a program.

    `host` and `origin` are its headers. A program sends no origin. What listens on loopback
    alone (`local`) is asked for by a name of loopback: another name is a site's that has
    its own name lead here.
    """
    asked = urlsplit(f"//{host}")
    if local and not is_loopback(asked.hostname or ""):
        return False
    if not origin:
        return True
    page = urlsplit(origin)
    if page.netloc == host:
        return True
    return local and is_loopback(page.hostname or "") and page.port == asked.port


def guarded(app: App, *, local: bool) -> App:
    """Return the server's app, deaf to other sites' pages, its own pages kept to itself."""

    def confined(send: Send) -> Send:
        async def send_confined(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), _OWN_CONTENT]
            await send(message)

        return send_confined

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        host, origin = headers.get(b"host", ""), headers.get(b"origin", "")
        if scope["type"] == "http" and not is_ours(host, origin, local=local):
            await send({"type": "http.response.start", "status": _FORBIDDEN, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        elif scope["type"] == "websocket" and not is_ours(host, origin, local=local):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await app(scope, receive, confined(send))

    return answer


def serve_until_orphaned(host: str, port: int) -> None:
    """Serve until whoever started us closes the pipe to our standard input, or dies."""
    import uvicorn
    from prefect.server.api.server import create_app

    app: Any = guarded(create_app(), local=is_loopback(host))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="error",
            lifespan="on",
            timeout_graceful_shutdown=3,
        )
    )

    def stop_at_end_of_input() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=stop_at_end_of_input, daemon=True).start()
    server.run()


if __name__ == "__main__":
    serve_until_orphaned(sys.argv[1], int(sys.argv[2]))
