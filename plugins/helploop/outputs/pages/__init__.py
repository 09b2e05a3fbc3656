"""HTML pages: one file per kind of page, each a frozen view and a function that renders it."""
