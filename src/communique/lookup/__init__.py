"""What the tables make of words: why a form means what it does, and what in documents they do not know.

Both go through the reading itself, so that what they say is what it does.
"""

from communique.lookup.explain import Explanation, Holding, Sense, explain

__all__ = ["Explanation", "Holding", "Sense", "explain"]
