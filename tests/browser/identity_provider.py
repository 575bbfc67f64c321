"""An OpenID Connect provider on this machine: discovery, a page to choose who one is, tokens, keys. For tests."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.browser.served import free_port

CLIENT = "ja4dash-tests"


class Provider:
    """People who can sign in: their claims by name."""

    def __init__(self, issuer: str, people: Mapping[str, Mapping[str, object]]) -> None:
        self._issuer = issuer
        self._people = people
        self._key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self._codes: dict[str, tuple[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/chosen", self._chosen),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    async def _discovery(self, _: Request) -> Response:
        places = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "keys",
        }
        return JSONResponse(
            {
                "issuer": self._issuer,
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                **{name: f"{self._issuer}/{place}" for name, place in places.items()},
            }
        )

    async def _authorize(self, request: Request) -> Response:
        kept = {name: request.query_params.get(name, "") for name in ("redirect_uri", "state", "nonce")}
        links = (f'<a href="/chosen?{urlencode({**kept, "who": who})}">{who}</a>' for who in self._people)
        return HTMLResponse(f"<link rel=icon href=data:,><h1>Who are you?</h1>{' '.join(links)}")

    async def _chosen(self, request: Request) -> Response:
        asked = request.query_params
        code = secrets.token_urlsafe(16)
        self._codes[code] = (asked["who"], asked["nonce"])
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        who, nonce = self._codes.pop(str(form["code"]))
        now = int(time.time())
        claims = {"iss": self._issuer, "aud": CLIENT, "sub": who, "iat": now, "exp": now + 600, "nonce": nonce}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, {**claims, **self._people[who]}, self._key)
        return JSONResponse({"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": token})

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


@contextmanager
def providing(people: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """Run a provider in a thread and give its issuer's address."""
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    server = uvicorn.Server(uvicorn.Config(Provider(issuer, people).app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the provider did not start"
        time.sleep(0.02)
    yield issuer
    server.should_exit = True
    thread.join(10)


def secrets_file(issuer: str, port: int) -> str:
    """What `.streamlit/secrets.toml` says for an app on this port."""
    values = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": secrets.token_hex(16),
        "client_id": CLIENT,
        "client_secret": "worth nothing",
        "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
    }
    return "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
