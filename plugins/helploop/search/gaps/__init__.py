"""What customers ask, held against the index: what nobody answers, what answers most, and which words are missing."""
