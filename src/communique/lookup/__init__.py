"""What the tables make of words: why a form means what it does, and what in documents they do not know.

Both go through the reading itself, so that what they say is what it does.
"""

from communique.lookup.explain import Explanation, Holding, Sense, explain
from communique.lookup.gaps import Gap, GapKind, Unresolved, gaps, unresolved

__all__ = ["Explanation", "Gap", "GapKind", "Holding", "Sense", "Unresolved", "explain", "gaps", "unresolved"]
