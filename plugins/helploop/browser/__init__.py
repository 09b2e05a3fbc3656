"""ES modules as they ship to the browser."""
