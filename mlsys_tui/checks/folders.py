"""Where the files are: permissions, file system, space, texts of lists, drafts, cache, settings."""

import os
import shlex
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mlsys_tui.checks.base import Finding, note, ok, problem
from mlsys_tui.domain.notebook import ListEntry
from mlsys_tui.paths import Paths
from mlsys_tui.store.catalog_cache import SUFFIX as CATALOG_SUFFIX
from mlsys_tui.store.texts import text_name
from mlsys_tui.text import clean_line, number, size

NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs fuse.sshfs sshfs 9p afs ceph glusterfs fuse.glusterfs fuse.rclone".split()
)
WEAK = frozenset("vfat exfat msdos fuseblk ntfs ntfs3".split())
LITTLE_SPACE = 100_000_000


def check_access(paths: Paths) -> Iterator[Finding]:
    """Can what has to be written be written."""
    said = []
    for name, folder in (("data", paths.data), ("state", paths.state), ("cache", paths.cache)):
        why = _unwritable(folder)
        if why and name == "data":
            yield problem("folders", f"nothing can be saved in {folder}: {why}", "make it yours, or set MLSYS_TUI_HOME")
        elif why:
            yield note("folders", f"nothing can be kept in {folder}: {why}", "only convenience is lost")
        else:
            said.append(str(folder))
    if said:
        yield ok("folders", f"writable: {', '.join(said)}")


def _unwritable(folder: Path) -> str | None:
    """Why nothing could be written there, as far as the system says without a try."""
    above = folder
    while not os.path.lexists(above) and above != above.parent:
        above = above.parent
    if not above.is_dir():
        return f"{clean_line(str(above))} is not a folder"
    return None if os.access(above, os.W_OK | os.X_OK) else "it is read-only for you"


def check_private(paths: Paths) -> Iterator[Finding]:
    """May nobody else read what the reader wrote."""
    if os.name == "nt":
        return
    files = [paths.notebook, paths.notebook.with_name(f"{paths.notebook.name}.journal")]
    folders = [paths.data, paths.data / "backups", paths.documents, paths.drafts]
    inside = [path for folder in folders[1:] for path in _files(folder)]
    open_ = [path for path in (*folders, *files, *inside) if _mode(path) & 0o077]
    if open_:
        names = ", ".join(str(path) for path in open_[:3])
        closing = dict.fromkeys(_closed_with(path, (paths.data, paths.drafts)) for path in open_)
        advice = f"close it with: chmod -R go= {shlex.join(map(str, closing))}"
        yield note("private", f"others on this machine can get at {number(len(open_), 'path')}: {names}", advice)
    else:
        yield ok("private", "only you can read the notebook")


def _closed_with(path: Path, folders: Iterable[Path]) -> Path:
    """The folder that has the file, wherever links lead; the file itself if it is elsewhere."""
    real = Path(os.path.realpath(path))
    known = (Path(os.path.realpath(folder)) for folder in folders)
    return next((folder for folder in known if real.is_relative_to(folder)), real)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0


def check_file_system(folder: Path, mounts: str) -> Iterator[Finding]:
    """Is it a local one, that can lock and flush; `mounts` is the content of /proc/mounts."""
    kind = file_system(os.path.realpath(folder), mounts)
    if kind in NETWORK:
        advice = "use the notebook from one machine at a time, or set MLSYS_TUI_HOME to a local folder"
        yield note("disk", f"{folder} is on a network file system ({kind}), where locks do not hold", advice)
    elif kind in WEAK:
        advice = "better keep it on this system's own disk: set MLSYS_TUI_HOME"
        yield note("disk", f"{folder} is on {kind}, which has no permissions and is easily damaged", advice)
    elif kind:
        yield ok("disk", f"local file system ({kind})")


def file_system(path: str, mounts: str) -> str:
    """The kind of file system that a path is on; empty if that is not known."""
    best = kind = ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = fields[1].replace("\\040", " ")
        if (path == place or path.startswith(f"{place.rstrip('/')}/")) and len(place) >= len(best):
            best, kind = place, fields[2]
    return kind


def check_space(folder: Path) -> Iterator[Finding]:
    """Is there room for more."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        yield problem(
            "space", f"only {size(free)} are free in {folder}", "make room: changes that do not fit are refused"
        )
    else:
        yield ok("space", f"{size(free)} free")


def check_texts(paths: Paths, lists: Mapping[str, ListEntry]) -> Iterator[Finding]:
    """Are the texts of all added lists there, and as they were."""
    added = [entry for entry in lists.values() if entry.content and not entry.removed]
    lost = []
    for entry in added:
        path = paths.documents / (entry.content or "")
        try:
            if text_name(path.read_bytes(), entry.content or "") != entry.content:
                lost.append(entry)
        except OSError:
            lost.append(entry)
    if lost:
        names = ", ".join(entry.label for entry in lost[:5])
        said = f"the text of {number(len(lost), 'added list')} is missing or changed: {names}"
        yield problem("lists", said, "read it again with: mlsys-tui update, or import a dump that has it")
    else:
        yield ok("lists", f"{number(len(added), 'added list')}, all texts are there")


def check_drafts(paths: Paths) -> Iterator[Finding]:
    """Are there texts on their way into the notebook."""
    # Beside them stand locks of open windows, and what editors write for themselves.
    if drafts := [path for path in _files(paths.drafts) if path.suffix in (".json", ".md")]:
        names = ", ".join(path.name for path in drafts[:3])
        yield note(
            "drafts",
            f"{number(len(drafts), 'text')} in {paths.drafts}: {names}",
            "the app offers drafts when it starts",
        )
    else:
        yield ok("drafts", "none: all is in the notebook")


def check_rest(paths: Paths) -> Iterator[Finding]:
    """The cache of parsed lists and of the catalog that is made of them, and settings."""
    parsed = list(_files(paths.cache / "parsed"))
    catalogs = [path for path in _files(paths.cache) if path.suffix == CATALOG_SUFFIX]
    what = [number(len(parsed), "parsed list"), *([number(len(catalogs), "kept catalog")] if catalogs else [])]
    held = sum(path.stat().st_size for path in (*parsed, *catalogs))
    yield ok("cache", f"{', '.join(what)}, {size(held)}")
    if paths.settings.exists():
        yield note("settings", f"there is {paths.settings}, but it is not read yet")


def _files(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
