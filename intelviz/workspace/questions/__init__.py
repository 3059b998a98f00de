"""Questions that can be asked of a case: each file holds one, as ``QUESTION``."""
