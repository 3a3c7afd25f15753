"""What a child process does between fork and exec, so that it never outlives the launcher.

Order matters: changing user clears the request to die with the parent, so the user is dropped first."""

from __future__ import annotations

import ctypes
import os
import pwd
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522

# Loaded once, before any fork: a library must not be opened between fork and exec.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class ServerUser:
    """The account the database server runs as: ourselves, or an unprivileged one when we are root."""

    uid: int
    gid: int
    dropped: bool  # whether we are root and must become somebody else
    capability: int | None = None  # one right kept, to pass folders that only root may pass

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:  # a container's bare number
            return str(self.uid)


def server_user(owner_of: Path | None = None) -> ServerUser:
    """Who runs the server. As root: the owner of an existing data folder, else `nobody`."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid(), dropped=False)
    if owner_of is not None and owner_of.exists() and owner_of.stat().st_uid != 0:
        there = owner_of.stat()
        return ServerUser(there.st_uid, there.st_gid, dropped=True)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return ServerUser(65534, 65534, dropped=True)
    return ServerUser(nobody.pw_uid, nobody.pw_gid, dropped=True)


def become(user: ServerUser) -> Callable[[], None]:
    """The step for `preexec_fn` that only changes user."""

    def step() -> None:
        if not user.dropped:
            return
        if user.capability is not None:
            _prctl(PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setgid(user.gid)
        os.setuid(user.uid)
        if user.capability is not None:
            _keep_only(user.capability)

    return step


def child_of_launcher(death_signal: signal.Signals, user: ServerUser | None = None) -> Callable[[], None]:
    """The step for `preexec_fn` of every child: its own session (so that Ctrl-C reaches the launcher alone,
    which then ends its children in order), the right user, and a signal when the launcher dies, even by
    SIGKILL.

    Spawn from the main thread: the kernel sends the signal when the *thread* that forked ends."""
    launcher = os.getpid()

    def step() -> None:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no crash writes what was in memory to the disk
        if user is not None:
            become(user)()
        if _libc is not None:
            _prctl(PR_SET_PDEATHSIG, death_signal)
            if os.getppid() != launcher:  # it died before we asked
                os._exit(1)

    return step


def end_when_parent_ends() -> Callable[[], None]:
    """The step for `preexec_fn` of a command that stays in the terminal's foreground but must not outlive
    us."""
    launcher = os.getpid()

    def step() -> None:
        if _libc is not None:
            _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != launcher:
                os._exit(1)

    return step


def die_with_parent() -> None:
    """Ask that this very process be ended when the one that started it (make) dies."""
    if _libc is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def parent_waits_to_stop() -> bool:
    """Whether make, our parent, was interrupted alone (kill -INT, not Ctrl-C in a terminal, which reaches
    us too). It then waits for us without passing the interrupt on: seen from its being in its handler of
    that signal."""
    try:
        status = Path(f"/proc/{os.getppid()}/status").read_text()
    except OSError:
        return False
    blocked = next((line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:")), "0")
    return bool(int(blocked, 16) >> (signal.SIGINT - 1) & 1)


def _prctl(option: int, *arguments: int) -> None:
    assert _libc is not None
    padded = [*arguments, 0, 0, 0, 0][:4]
    if _libc.prctl(ctypes.c_int(option), *(ctypes.c_ulong(value) for value in padded)) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option} failed")


def _keep_only(capability: int) -> None:
    """Keep one capability of root's across the exec: passing folders closed to others, nothing else."""
    assert _libc is not None
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    bit = 1 << capability
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)  # effective, permitted, inheritable; low words first
    if _libc.capset(ctypes.byref(header), ctypes.byref(data)) != 0:
        raise OSError(ctypes.get_errno(), "capset failed")
    _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def held_capabilities() -> int:
    """The bit set of what this process may do as root; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1], 16) for line in status.splitlines() if line.startswith("CapEff:")), 0)
