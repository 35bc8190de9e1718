"""What each error code is in HTTP, and the errors that only the front desk raises."""

from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
import structlog
from aiohttp import web

from signaling.resources import ErrorBody
from video_bank.errors import BankError, ErrorCode

STATUS: Final[dict[ErrorCode, int]] = {
    ErrorCode.NOT_SIGNED_IN: 401,
    ErrorCode.WRONG_PASSWORD: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.FOREIGN_ORIGIN: 403,
    ErrorCode.TOKEN_INVALID: 404,
    ErrorCode.TOKEN_USED: 410,
    ErrorCode.TOKEN_EXPIRED: 410,
    ErrorCode.OPENED_ELSEWHERE: 409,
    ErrorCode.HANDED_OVER: 410,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.MALFORMED: 400,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.TOO_MANY_REQUESTS: 429,
    ErrorCode.TOO_SLOW: 408,
    ErrorCode.NOT_NOW: 409,
    ErrorCode.OFFER_GONE: 409,
    ErrorCode.CONSENT_MISSING: 409,
    ErrorCode.SLOT_TAKEN: 409,
    ErrorCode.MESSAGE_UNREADABLE: 422,
    ErrorCode.OFFER_REFUSED: 422,
    ErrorCode.NO_MEDIA_NODE: 503,
    ErrorCode.RECORDING_DOWN: 503,
    ErrorCode.PICTURE_UNREADABLE: 422,
    ErrorCode.PICTURE_TOO_LARGE: 413,
    ErrorCode.PICTURE_TOO_SMALL: 422,
    ErrorCode.CARD_NOT_FOUND: 422,
    ErrorCode.CARD_TOO_SMALL: 422,
    ErrorCode.CARD_DARK: 422,
    ErrorCode.CARD_GLARE: 422,
    ErrorCode.CARD_BLURRED: 422,
    ErrorCode.CARD_WRONG_SIDE: 422,
    ErrorCode.NO_FACE: 422,
    ErrorCode.SEVERAL_FACES: 422,
    ErrorCode.NO_LIVE_FACE: 422,
    ErrorCode.CHECK_RUNNING: 409,
    ErrorCode.SECOND_PERSON_MISSING: 409,
    ErrorCode.NOT_SEALED_YET: 409,
    ErrorCode.INTEGRITY_BROKEN: 500,
    ErrorCode.KEY_DESTROYED: 410,
    ErrorCode.SCRIPT_UNSIGNED: 409,
    ErrorCode.SCRIPT_FOREIGN: 409,
    ErrorCode.SCRIPT_ALTERED: 409,
    ErrorCode.SCRIPT_MALFORMED: 409,
    ErrorCode.STEP_TOO_SHORT: 409,
    ErrorCode.ANSWER_MISSING: 409,
    ErrorCode.FACES_MISSING: 409,
    ErrorCode.DOCUMENT_MISSING: 409,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.DISK_FULL: 507,
    ErrorCode.INTERNAL: 500,
}

# What aiohttp itself answers (no such path, wrong method, body too large), in our words.
_CODE_OF_STATUS: Final[dict[int, ErrorCode]] = {
    403: ErrorCode.FORBIDDEN,
    404: ErrorCode.NOT_FOUND,
    413: ErrorCode.TOO_LARGE,
}

_log = structlog.get_logger()


class NotSignedInError(BankError):
    """No credential came with the request, or none that still counts."""

    code = ErrorCode.NOT_SIGNED_IN


class WrongPasswordError(BankError):
    """User name and password do not belong together; which of them is wrong is not said."""

    code = ErrorCode.WRONG_PASSWORD


class ForeignOriginError(BankError):
    """Another site's page tried to act with our cookies."""

    code = ErrorCode.FOREIGN_ORIGIN


class MalformedError(BankError):
    code = ErrorCode.MALFORMED


class TooLargeError(BankError):
    code = ErrorCode.TOO_LARGE


class TooManyRequestsError(BankError):
    code = ErrorCode.TOO_MANY_REQUESTS
    retryable = True


class TooSlowError(BankError):
    """The page did not read what it was sent."""

    code = ErrorCode.TOO_SLOW


class OutboxLostError(BankError):
    """Redis lost what the page was to be told: it has to begin anew."""

    code = ErrorCode.UNAVAILABLE
    retryable = True


class OpenedElsewhereError(BankError):
    """The participant's newer socket has taken over."""

    code = ErrorCode.OPENED_ELSEWHERE


class HandedOverError(BankError):
    """Another device of the customer's has the seat now; this one's counts no more."""

    code = ErrorCode.HANDED_OVER


@web.middleware
async def speak_in_codes(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer every error as an `ErrorBody`; nothing of an unexpected one leaves the house."""
    try:
        return await handler(request)
    except BankError as error:
        return error_response(error.code, is_retryable=error.retryable)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code = _CODE_OF_STATUS.get(error.status, ErrorCode.MALFORMED)
        return error_response(code, status=error.status)
    except ConnectionError:
        raise  # the browser went away; there is nobody to answer
    except Exception as error:  # noqa: BLE001 the last gate: a bug must not end the connection
        _log.error("request failed", **describe(error))
        return error_response(ErrorCode.INTERNAL)


def error_response(
    code: ErrorCode, *, status: int | None = None, is_retryable: bool = False
) -> web.Response:
    return web.Response(
        status=status or STATUS[code],
        body=msgspec.json.encode(ErrorBody(code, is_retryable)),
        content_type="application/json",
    )


def describe(error: BaseException) -> dict[str, str]:
    """Return what a log may say of an unexpected error: its kind and place, never its text."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place else "unknown"
    return {"error": type(error).__name__, "where": where}
