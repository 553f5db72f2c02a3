"""What people say of entries: a log that only grows, and what it comes to for the records of today."""
