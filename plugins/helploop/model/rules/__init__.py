"""What a site promises, as a list of named rules. Each is a pure function from the site to problems."""
