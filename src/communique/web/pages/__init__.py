"""The pages, a file each. `ROOMS` is the order in which addresses are looked up."""

from communique.web.pages import board, entries, language, lists

ROOMS = (board.pages, language.pages, lists.pages, entries.pages)
