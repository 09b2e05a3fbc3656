"""Our look as a theme of MkDocs: each page arrives whole from `helploop/articles`."""
