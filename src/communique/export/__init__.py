"""Entries and channels in the forms other programs read.

`element` and `sheet` give the JSON and CSV forms used everywhere. Each form takes an iterator of entries and gives its
bytes piece by piece, in the order of the entries, the same bytes each time; `files` puts them into a file that is there
whole or not at all.
"""
