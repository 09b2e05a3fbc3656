"""What a page of our own site weighs on a first visit, and what Lighthouse says of it."""
