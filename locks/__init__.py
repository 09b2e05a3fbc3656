"""What a set-up installs: every version with its hashes, and what is known against some of them."""
