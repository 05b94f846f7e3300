"""Everything a command of the Makefile needs before it can run: tools of the right age, `.venv`, npm's packages, styles.

Runs on the machine's own Python, so it imports nothing but the standard library and is written for old Pythons to
read: they are told what to do. What is up to date is left alone, so that a second run takes no time.

Usage: prepare.py [demo|bench|tools|tests]
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
SERVERS = {"DATABASE_URL": (5432, "PostgreSQL", ("postgres", "postgresql")), "REDIS_URL": (6379, "Redis or Valkey", ("redis", "rediss", "unix"))}


def stop(sentence):
    """One sentence that says what to do, and a status that says it went wrong."""
    sys.exit(f"\nCannot go on. {sentence}")


class Step:
    """`with Step("Installing"):` prints one line, with the seconds it took."""

    def __init__(self, words):
        self.words = words

    def __enter__(self):
        self.began = time.monotonic()
        print(f"  {self.words} ...", end="", flush=True)
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            print(f" {time.monotonic() - self.began:.1f} s", flush=True)


def digest(*paths, salt=""):
    """A fingerprint of files' contents."""
    told = hashlib.sha256(salt.encode())
    for path in sorted(paths):
        told.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def fresh(stamp, mark):
    return stamp.exists() and stamp.read_text() == mark


def run(words, command, remedy, env=None):
    """Run a command as a step; its output is shown only where it fails. `remedy` says then what to do."""
    with Step(words):
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
        if done.returncode:
            print("\n" + done.stdout.strip()[-3000:])
            stop(remedy)


# --- What must be so before long work ---------------------------------------------------------------------------------
def check_tools():
    if sys.version_info < (3, 11):
        stop(
            f"This is Python {sys.version_info[0]}.{sys.version_info[1]}: install Python 3.11 or newer, "
            "or name it, as in `make demo PYTHON=python3.12`."
        )
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            stop(f"There is no `{tool}`: install Node.js 20 or newer, which brings npm, and run this again.")
    said = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    if not said.startswith("v") or int(said[1:].split(".")[0]) < 20:
        stop(f"This is Node.js {said or 'of an unknown version'}: install Node.js 20 or newer and run this again.")


def check_port():
    said = os.environ.get("PORT") or "8000"
    if not said.isdigit() or not 0 < int(said) < 65536:
        stop(f"PORT is `{said}`: give a number from 1 to 65535, as in `make demo PORT=8001`.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(said)))
        except PermissionError:
            stop(f"You may not open port {said}: choose one over 1023, as in `make demo PORT=8001`.")
        except OSError:
            other = int(said) % 65535 + 1
            stop(
                f"Port {said} is taken, perhaps by a demo that runs already: stop that program, "
                f"or choose another port, as in `make demo PORT={other}`."
            )


def check_servers():
    for name, (port, noun, schemes) in SERVERS.items():
        url = os.environ.get(name)
        if not url:
            continue
        try:
            parts = urlsplit(url)
            host, number = parts.hostname, parts.port or port
        except ValueError:
            parts = host = None
        if parts is None or parts.scheme not in schemes:
            example = f"{schemes[0]}://user:password@host:{port}/name"
            stop(f"{name} is not an address of {noun}: write it as {example}, or unset it to use the demo's own server.")
        if parts.scheme == "unix" or not host or unquote(host).startswith("/"):
            continue  # a socket: the server is asked later
        try:
            socket.create_connection((host, number), timeout=5).close()
        except OSError as error:
            stop(f"{noun} does not answer at {host}:{number} ({error}): start it, correct {name}, or unset {name} to use the demo's own server.")


def check_estates():
    path = os.environ.get("ESTATES")
    if path and not Path(path).is_file():
        stop(f"There is no file {path}: give ESTATES the path of an estates return.")


# --- What is made -----------------------------------------------------------------------------------------------------
def python_packages(lock):
    stamp = ROOT / ".venv" / f".installed-{lock}"
    mark = digest(ROOT / lock, salt=f"{ROOT} {sys.version_info[:2]}")
    if VENV_PYTHON.exists() and fresh(stamp, mark):
        return
    if not VENV_PYTHON.exists() or subprocess.run([str(VENV_PYTHON), "-m", "pip", "--version"], capture_output=True).returncode:
        run(
            "Making .venv",
            [sys.executable, "-m", "venv", "--clear", str(ROOT / ".venv")],
            "Python could not make an environment: install its venv module (on Debian and Ubuntu `apt install python3-venv`) and run this again.",
        )
    run(
        f"Installing the Python packages of {lock}",
        [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock],
        "pip could not install the packages: read its last lines above; most often the network or a proxy is in the way.",
    )
    stamp.write_text(mark)


def node_packages():
    stamp = ROOT / "node_modules" / ".installed"
    mark = digest(ROOT / "package-lock.json")
    if not fresh(stamp, mark):
        run(
            "Installing the front-end packages",
            ["npm", "ci", "--no-progress", "--loglevel=error"],
            "npm could not install the packages: read its last lines above; most often the network or a proxy is in the way.",
        )
        stamp.write_text(mark)
    built = ROOT / "static" / "build" / ".built"
    mark = digest(ROOT / "package-lock.json", ROOT / "package.json", *(ROOT / "static").glob("*.scss"))
    if not fresh(built, mark):
        remedy = "The styles could not be built: the lines above name the place in static/portal.scss."
        run("Building the styles", ["npm", "run", "--silent", "build"], remedy)
        built.write_text(mark)


def static_files():
    """Hashed and compressed copies of every static file, in var/static."""
    stamp = ROOT / "var" / "static.stamp"
    sources = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    mark = digest(ROOT / "requirements.txt", ROOT / "devo_portal" / "settings.py", ROOT / "devo_portal" / "apps.py", *sources)
    if fresh(stamp, mark) and (ROOT / "var" / "static" / "staticfiles.json").exists():
        return
    # Collecting asks no server: these addresses only keep the settings from starting the demo's own.
    env = {**os.environ, "DATABASE_URL": "postgresql://none/none", "REDIS_URL": "redis://none", "PRODUCTION": "0"}
    run(
        "Collecting the static files",
        [str(VENV_PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"],
        "The static files could not be collected: the lines above name the file.",
        env,
    )
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(mark)


def browser():
    """A Chromium for the browser tests: the machine's own, else Debian's where this user may install it."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    how = "install Chromium (on Debian and Ubuntu `apt install chromium`) and run this again."
    if os.geteuid() or not shutil.which("apt-get"):
        stop(f"The browser tests need Chromium, and only the administrator may install it: {how}")
    run("Reading the package lists", ["apt-get", "update", "-qq"], f"apt-get could not read its lists: {how}")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    run("Installing Chromium", install, f"apt-get could not install Chromium: {how}")


def main(purpose):
    check_tools()
    if purpose == "demo":
        check_estates()
        check_port()
        check_servers()
    os.chdir(str(ROOT))
    python_packages("requirements.txt" if purpose in ("demo", "bench") else "requirements-dev.txt")
    node_packages()
    if purpose != "tools":
        static_files()
    if purpose == "tests":
        browser()


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "demo")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
