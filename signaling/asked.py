"""What every request of a page carries."""

import msgspec


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`request_id` is the page's own; sending the same request again under it changes nothing."""

    request_id: str
