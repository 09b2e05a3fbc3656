"""`/api/v1/`: everything public as small static JSON documents, and the schema they keep to."""

#: The version in every address and document.
VERSION = 1
