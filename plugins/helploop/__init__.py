"""helploop: customers ask; a team answers, plans, ships, and tells the people who asked."""

__version__ = "0.1.0"
