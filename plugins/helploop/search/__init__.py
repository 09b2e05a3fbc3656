"""Tokens, index and shards: text to index files."""
