"""Files to model: the only readers of content."""
