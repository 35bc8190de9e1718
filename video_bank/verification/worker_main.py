"""The inside of a worker process: answers jobs until its parent is gone.

Runs what strangers send, so it gives up what it does not need: environment (the parent passes
none), new files and sockets, memory and processor time beyond a bound.
"""

import ctypes
import os
import resource
import signal
import socket
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from video_bank.errors import BankError
from video_bank.verification import worker_link
from video_bank.verification.worker_jobs import Answer, Job, JobRefused, WorkerReady

Handlers = Mapping[type, Callable[[Any], Answer]]

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_NICENESS: Final = 10
_JOB_CPU_S: Final = 10


def begin() -> None:
    """Before models are loaded: die with the parent, leave the processor to calls and pages."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes us
    os.nice(_NICENESS)


def serve(link_number: int, handlers: Handlers, memory_bytes: int) -> None:
    """Answer jobs from the socket of that file number, one after the other."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold faces
    with socket.socket(fileno=link_number) as link:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # no file, no socket from here on
        worker_link.send(link, msgspec.msgpack.encode(WorkerReady()))
        while (message := _next(link)) is not None:
            _allow_cpu()
            job = msgspec.msgpack.decode(message, type=Job)
            worker_link.send(link, msgspec.msgpack.encode(_carry_out(handlers, job)))


def _next(link: socket.socket) -> bytes | None:
    try:
        return worker_link.receive(link)
    except ConnectionError:
        return None


def _carry_out(handlers: Handlers, job: Job) -> Answer:
    try:
        return handlers[type(job)](job)
    except BankError as error:
        return JobRefused(error.code)


def _allow_cpu() -> None:
    """Let the kernel end this process when one job takes more than its time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used_s = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used_s + _JOB_CPU_S, hard))
