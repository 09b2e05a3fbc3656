"""What stops a run when the ledger can't be written: no message may be sent that is not claimed."""

from __future__ import annotations

from helploop.model.errors import HelploopError


class LedgerError(HelploopError):
    """The ledger could not be written. What was not claimed is not sent."""

    exit_code = 3
