"""A built site as tools for an assistant (Model Context Protocol), on this computer and without a network."""
