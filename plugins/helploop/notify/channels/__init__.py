"""The ways to a person. Each channel claims a message at the last moment before anybody could have accepted it."""
