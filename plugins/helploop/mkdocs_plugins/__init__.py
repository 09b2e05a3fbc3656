"""The only importers of mkdocs: one thin plugin a file."""
