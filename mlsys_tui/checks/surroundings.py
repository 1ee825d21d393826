"""What the app runs in: versions, terminal, editor, browser, clipboard."""

import platform
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata

from mlsys_tui import __version__
from mlsys_tui.checks.base import Finding, note, ok, problem
from mlsys_tui.desktop import clipboard, osc52
from mlsys_tui.desktop.browser import has_browser
from mlsys_tui.desktop.editor import EditError, find_editor
from mlsys_tui.desktop.process import find_program, has_display, is_remote

Environ = Mapping[str, str]
_SMALL = (60, 16)


def check_versions() -> Iterator[Finding]:
    """What is installed."""
    packages = ", ".join(f"{name} {_version(name.lower())}" for name in ("Textual", "TinyDB"))
    system = f"{platform.system()} {platform.machine()}"
    yield ok("version", f"mlsys-tui {__version__}, Python {platform.python_version()}, {packages}, {system}")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "?"


def check_terminal(environ: Environ, size: tuple[int, int] | None, encoding: str) -> Iterator[Finding]:
    """TERM, size, colours, letters; `size` is None without a terminal."""
    term = environ.get("TERM", "")
    if size is None:
        yield ok("terminal", "none here: output goes to a file or another program")
    elif term in ("", "dumb", "unknown"):
        yield problem(
            "terminal", f"TERM is {term!r}, which can show no app", "set TERM, or use the commands: mlsys-tui --help"
        )
    elif size < _SMALL or size[1] < _SMALL[1]:
        yield note(
            "terminal", f"{term}, {size[0]}x{size[1]}", f"it is small; {_SMALL[0]}x{_SMALL[1]} or more shows all panes"
        )
    else:
        yield ok("terminal", f"{term}, {size[0]}x{size[1]}, {_colours(environ)}{_inside(environ)}")
    if encoding.lower().replace("-", "") != "utf8":
        yield note(
            "letters",
            f"the locale's encoding is {encoding}, not UTF-8",
            "set LC_ALL or LANG to a UTF-8 locale: C.UTF-8",
        )
    else:
        yield ok("letters", "UTF-8")


def _colours(environ: Environ) -> str:
    if environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in environ.get("TERM", "") else "the colours of TERM"


def _inside(environ: Environ) -> str:
    inside = [name for name, variable in (("tmux", "TMUX"), ("GNU screen", "STY")) if environ.get(variable)]
    inside += ["SSH"] if is_remote(environ) else []
    return f", inside {' and '.join(inside)}" if inside else ""


def check_editor(environ: Environ) -> Iterator[Finding]:
    """Which editor E opens."""
    try:
        name, command = find_editor(environ)
    except EditError as error:
        yield note("editor", f"the key E has nothing to open: {error}", "notes are written in the app all the same")
        return
    if find_program(command[0], environ):
        yield ok("editor", f"{' '.join(command)} (${name})")
    else:
        yield note("editor", f"{command[0]} (${name}) is not installed, or not on the PATH", f"set {name} anew")


def check_browser(environ: Environ, system: str = sys.platform) -> Iterator[Finding]:
    """Which browser o opens."""
    if environ.get("BROWSER"):
        yield ok("browser", f"{environ['BROWSER']} ($BROWSER)")
    elif has_browser(environ, system):
        yield ok("browser", "the desktop's own")
    else:
        yield note(
            "browser", "there is none here: links are shown instead", "set BROWSER, or copy links with the key c"
        )


def check_clipboard(environ: Environ, *, terminal: bool, system: str = sys.platform) -> Iterator[Finding]:
    """Which way a copied text goes; nothing is put into the clipboard for that."""
    try_it = "try it with: mlsys-tui doctor --try-clipboard"
    if environ.get("TMUX") and find_program("tmux", environ):
        yield ok("clipboard", f"into tmux's buffer, and to the terminal around it; {try_it}")
    elif helper := _helper(environ, system):
        yield ok("clipboard", f"by {helper}, and read back; {try_it}")
    elif terminal and osc52.may_work(environ):
        said = "to the terminal by OSC 52, which not all take and none confirms"
        yield ok("clipboard", f"{said}; {try_it}")
    else:
        yield note("clipboard", "none can be reached from here: copied texts are shown", _install(environ))


def _helper(environ: Environ, system: str) -> str | None:
    if is_remote(environ):
        return None
    if clipboard.has_own(environ, system):
        return "the system's own"
    return next((helper.name for helper in clipboard.installed_helpers(environ, system)), None)


def _install(environ: Environ) -> str:
    if not has_display(environ) or is_remote(environ):
        return ""
    return "install wl-clipboard" if environ.get("WAYLAND_DISPLAY") else "install xclip or xsel"
