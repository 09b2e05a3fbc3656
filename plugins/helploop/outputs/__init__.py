"""Model to text and bytes: pages, feeds, JSON, redirects. Nothing here writes."""
