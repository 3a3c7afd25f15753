"""The verifier as one file that needs nothing but Python: the very modules that `fairplace verify` runs, one after the
other, with a few lines that let them find each other. Made from their source, so it cannot say anything else.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import fairplace

START = "fairplace.dps.transparency.rules.pack_verdict"
_ROOT = Path(fairplace.__file__).resolve().parent.parent

_HEADER = '''#!/usr/bin/env python3
"""Checks an evidence pack of Fairplace: python3 verify.py PACK.zip --key PUBLIC_KEY [--head EARLIER_HEAD]

Needs Python 3.11 or later and nothing else: no library, no network, no database. Exit status 0 and a short report, or
1 and each thing that does not hold. Get the key from somebody you trust, once, and keep it; never from the pack.

Below stand the modules that the system itself runs, word for word, and at the end what lets them find each other.
"""

import re
import sys
from importlib.machinery import ModuleSpec

UNSAFE = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]")
MODULES = {}
'''

_FOOTER = '''

class Finder:
    """Lets the modules above import each other, and nothing else of that name."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in MODULES:
            return ModuleSpec(name, Finder, origin=__file__)
        if any(module.startswith(name + ".") for module in MODULES):
            return ModuleSpec(name, Finder, origin=__file__, is_package=True)
        return None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        exec(compile(MODULES.get(module.__name__, ""), f"<{module.__name__}>", "exec"), module.__dict__)


def main(arguments):
    import argparse
    from pathlib import Path

    sys.meta_path.insert(0, Finder)
    from fairplace.dps.transparency.rules.pack_verdict import verdict

    parser = argparse.ArgumentParser(prog="verify.py", description="Checks an evidence pack of Fairplace.")
    parser.add_argument("pack", metavar="PACK.zip", type=Path)
    parser.add_argument("--key", required=True, metavar="PUBLIC_KEY", help="the text, or a file with it")
    parser.add_argument("--head", metavar="EARLIER_HEAD", help="a signed head that somebody kept: text, or a file")
    told = parser.parse_args(arguments)
    lines, broken = verdict(told.pack, told.key, told.head)
    for stream, found in ((sys.stdout, lines), (sys.stderr, [broken] if broken else [])):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        for line in found:
            print(UNSAFE.sub(lambda sign: f"\\\\u{ord(sign[0]):04x}", line), file=stream)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
'''


@cache
def verifier_file() -> str:
    """The whole file."""
    parts = [_HEADER]
    for name in _needed(START):
        source = _source(name)
        if "'''" in source:
            raise ValueError(f"{name} cannot be quoted: it holds three apostrophes.")
        parts.append(f"MODULES[{name!r}] = r'''\n{source}'''\n")
    return "\n".join(parts) + _FOOTER


def _needed(start: str) -> list[str]:
    """The module and all that it imports of ours, those first that need nothing else."""
    found: list[str] = []

    def walk(name: str) -> None:
        if name in found:
            return
        for node in ast.walk(ast.parse(_source(name))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("fairplace."):
                inner = [
                    f"{node.module}.{alias.name}" for alias in node.names if _is_module(f"{node.module}.{alias.name}")
                ]
                for module in inner or [node.module]:
                    walk(module)
        if name not in found:
            found.append(name)

    walk(start)
    return found


def _path(name: str) -> Path:
    return _ROOT.joinpath(*name.split(".")).with_suffix(".py")


def _is_module(name: str) -> bool:
    return _path(name).is_file()


def _source(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")
