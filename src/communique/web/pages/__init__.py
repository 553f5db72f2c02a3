"""The pages, a file each. `ROOMS` is the order in which addresses are looked up."""

from communique.web.pages import (
    about,
    actors,
    add,
    api,
    articles,
    board,
    dyad,
    entries,
    language,
    lists,
    overviews,
    review,
    running,
    search,
    signing,
    threads,
)

ROOMS = (
    about.pages,
    actors.pages,
    add.pages,
    api.pages,
    articles.pages,
    board.pages,
    dyad.pages,
    entries.pages,
    language.pages,
    lists.pages,
    overviews.pages,
    review.pages,
    search.pages,
    signing.pages,
    threads.pages,
    running.pages,
)
