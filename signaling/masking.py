"""Names as a list may show them (pure)."""

import re
from typing import Final

_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")


def mask_name(name: str) -> str:
    """Return 张*三 for a Chinese name, 张* for one of two characters, J*** for any other."""
    name = name.strip()
    if not _HAN.fullmatch(name):
        return f"{name[:1]}***"
    if len(name) < 3:
        return f"{name[:1]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"
