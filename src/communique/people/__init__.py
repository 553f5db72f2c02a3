"""People with an account: who they are, that it is they, and what a program may do in their name.

    people = People(ledger)
    people.add("Lan", "a long sentence nobody guesses")
    session = people.sign_in("Lan", "a long sentence nobody guesses")
    people.signed_in(session.token)            # Signed("Lan", every scope)

What they do to the ledger is written down there with their names; nothing here is part of it (see
`communique.ledger.personal`).
"""

from communique.people.accounts import People
from communique.people.model import EVERY, Person, Scope, Session, Signed, Token
from communique.people.passwords import SHORTEST

__all__ = ["EVERY", "SHORTEST", "People", "Person", "Scope", "Session", "Signed", "Token"]
