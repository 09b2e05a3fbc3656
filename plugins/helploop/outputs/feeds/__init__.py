"""`Feed` values to RSS 2.0, Atom, JSON Feed 1.1 and OPML: cut to documents, rendered, read back."""
