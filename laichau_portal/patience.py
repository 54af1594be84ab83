"""
How long the request at hand still waits for the database. Commands wait as long as it
takes; what answers readers does not. Time in which the portal itself works does not
count: on a busy machine a slow page is no reason to refuse it.
"""

import threading
import time
from contextlib import contextmanager


class Limits(threading.local):
    left = None  # seconds of waiting, or None for no end
    answer = None  # seconds for one answer of the database, or None for no limit


limits = Limits()


@contextmanager
def patience(total=None, answer=None):
    """
    Wait for the database `total` seconds at most in this block, and `answer` seconds
    for each of its answers. Inside another such block the shorter times hold.
    """
    left, limits.left = limits.left, shorter(limits.left, total)
    began_with, before = limits.left, limits.answer
    limits.answer = shorter(before, answer)
    try:
        yield
    finally:
        if left is not None:
            left -= began_with - limits.left
        limits.left, limits.answer = left, before


@contextmanager
def waiting():
    """A wait for the database: takes its time from what is left, gives the most."""
    began = time.monotonic()
    try:
        yield shorter(limits.left, limits.answer)
    finally:
        if limits.left is not None:
            limits.left = max(limits.left - (time.monotonic() - began), 0)


def shorter(*times):
    return min((seconds for seconds in times if seconds is not None), default=None)
