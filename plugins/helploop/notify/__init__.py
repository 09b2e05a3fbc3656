"""Who is told what, the ledger that makes it once, and the channels that deliver."""
