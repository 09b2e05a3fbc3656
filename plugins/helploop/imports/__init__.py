"""Other tools' exports to files in our formats."""
