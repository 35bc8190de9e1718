"""Memory of calls that ended, given back to the machine.

A call is some thousand small blocks between those of others: what it leaves are holes, which glibc
keeps unless it is told. `malloc_trim` gives whole pages of them back, in some milliseconds.
"""

import ctypes


def give_back() -> None:
    """Do nothing where the C library has no such function."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
