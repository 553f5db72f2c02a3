"""Delivery: what watches tell, sent to the addresses people gave for it.

    for told in deliver(ledger.hooks, datetime.now(UTC)):
        ...

Each notice is a POST with a body of JSON and a signature, made at least once: a notice counts as delivered when the
receiver answers with a status from 200 to 299, and a program that is stopped between that answer and the ledger sends
it again, under the same key. Redirects are not followed. Addresses that are not public are refused unless the hook says
otherwise, as resolved and for every address a name has, and the connection goes to an address that was looked at.
"""

from communique.delivery.delivering import Told, deliver
from communique.delivery.signing import HEADERS, signed, verified

__all__ = ["HEADERS", "Told", "deliver", "signed", "verified"]
