"""A built folder over HTTP, read only: SPARQL, a small JSON API and two pages.

The server itself evaluates no query: worker processes do, which are limited in time and memory and can be killed.
"""

from kg.serve.settings import Settings

__all__ = ["Settings"]
