"""Adding from the browser: documents are read in a process of their own, shown, and added when somebody says so."""

from communique.web.adding.jobs import FullError, Item, Job, Jobs, Stage

__all__ = ["FullError", "Item", "Job", "Jobs", "Stage"]
