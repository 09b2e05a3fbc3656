"""Jinja templates, CSS and icons: everything that knows how a page looks."""
