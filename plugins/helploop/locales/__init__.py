"""Our own strings, one gettext catalog a language."""
