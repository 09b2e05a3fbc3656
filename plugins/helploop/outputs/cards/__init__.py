"""Cards drawn into pixels, with shaped text in every script. Needs the extra `[cards]`."""
