"""Argon2 at next to no cost, for staff whose passwords nobody guesses at."""

from typing import Final

from argon2 import PasswordHasher

QUICK_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
