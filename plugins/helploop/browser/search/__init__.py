"""The search client and the search box, as they are served."""
