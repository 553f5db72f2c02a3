"""The API, under `/api/v1`: what the pages show and what people do there, for programs.

`application.api` puts the resources together, a file each; `describing` makes the OpenAPI document of them. Every
answer is an element of `communique.elements`, every refusal a problem (RFC 9457).
"""

from communique.web.api.application import PREFIX, RESOURCES, api

__all__ = ["PREFIX", "RESOURCES", "api"]
