"""What a product's word may look like (pure)."""

import re
from typing import Final

_PRODUCT: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")


def is_product(text: str) -> bool:
    """Say whether it could be a product's word: nothing else reaches a path or a query."""
    return _PRODUCT.fullmatch(text) is not None
