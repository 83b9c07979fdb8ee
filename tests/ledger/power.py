"""A disk that loses power: system calls as strace recorded them, played back up to any of them, unsynced ones dropped.

Written data is on disk once its file was synced, a name once its folder was (POSIX promises no more). Before that each write may
be there, missing, or torn at a sector, whatever came of those before and after it; names change in order, folder by folder.
Shared memory (`-shm`) is no file's content: it is gone.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = (
    "openat,?open,close,write,pwrite64,fsync,fdatasync,ftruncate,?rename,?renameat,?renameat2,?unlink,?unlinkat,"
    "?mkdir,?mkdirat"
)
_LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?")
_PART = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|(AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*|[^>]*)>|([^,\s]+)')


@dataclass
class Call:
    """One system call: its name, its arguments (bytes, paths behind descriptors, or words), and what it returned."""

    name: str
    arguments: list[bytes | str]
    returned: int
    opened: str


def calls(log: str) -> Iterator[Call]:
    """The calls of a log that `strace -y -xx -s 99999999` wrote; failed ones are left out."""
    for line in log.splitlines():
        match = _LINE.match(line)
        if match is None or int(match[3]) < 0:
            continue
        arguments: list[bytes | str] = []
        for text, _, path, word in _PART.findall(match[2]):
            arguments.append(_path(path) if path else word or bytes.fromhex(text.replace("\\x", "")))
        yield Call(match[1], arguments, int(match[3]), _path(match[4] or ""))


def _path(written: str) -> str:
    return bytes.fromhex(written.replace("\\x", "")).decode() if written.startswith("\\x") else written


@dataclass
class File:
    """What is on disk of a file, and what was written since it was synced."""

    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def now(self) -> bytes:
        """As programs see it."""
        return _played(self.synced, self.pending)

    def after_a_cut(self, chance: random.Random, keep: float) -> bytes:
        """As a power cut may leave it: each pending write there, missing or torn."""
        left: list[tuple[int, bytes | None]] = []
        for at, data in self.pending:
            if chance.random() >= keep:
                continue
            if data is not None and len(data) > SECTOR and 0 < keep < 1 and chance.random() < 0.3:
                torn = [start for start in range(0, len(data), SECTOR) if chance.random() < 0.5]
                left += [(at + start, data[start : start + SECTOR]) for start in torn]
            else:
                left.append((at, data))
        return _played(self.synced, left)


class Folder(File):
    """A folder: a name, and nothing written. What is in it is lost with its name."""


def _played(content: bytes, changes: list[tuple[int, bytes | None]]) -> bytes:
    made = bytearray(content)
    for at, data in changes:
        if data is None:
            made = made[:at].ljust(at, b"\0")
        else:
            made = made.ljust(at, b"\0")
            made[at : at + len(data)] = data
    return bytes(made)


class Disk:
    """A folder, as it was before, with everything that a program did to it since."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, File] = {
            str(path): File(path.read_bytes()) if path.is_file() else Folder() for path in folder.rglob("*")
        }
        self.synced_names = dict(self.names)
        self.pending: dict[str, list[dict[str, File | None]]] = {}
        self.offsets: dict[str, int] = {}
        self.said = b""

    def play(self, call: Call) -> bool:
        """Do what a call did; whether it changed anything on this disk, or said anything."""
        if call.name in {"open", "openat"}:
            return self._opened(call)
        if call.name in {"write", "pwrite64", "ftruncate", "fsync", "fdatasync"}:
            return self._on(call, str(call.arguments[0]))
        paths = [argument.decode() for argument in call.arguments if isinstance(argument, bytes)]
        if not paths or not self._mine(paths[0]):
            return False
        if call.name.startswith("rename"):
            source, target = paths
            assert Path(source).parent == Path(target).parent, "a rename within a folder is atomic"
            self.names[target] = self.names.pop(source)
            self._name({source: None, target: self.names[target]})
        elif call.name.startswith("unlink"):
            self.names.pop(paths[0], None)
            self._name({paths[0]: None})
        elif call.name.startswith("mkdir"):
            self.names[paths[0]] = Folder()
            self._name({paths[0]: self.names[paths[0]]})
        return True

    def _mine(self, path: str) -> bool:
        return path.startswith(f"{self.folder}/") and not path.endswith("-shm")

    def _name(self, change: dict[str, File | None]) -> None:
        self.pending.setdefault(str(Path(next(iter(change))).parent), []).append(change)

    def _opened(self, call: Call) -> bool:
        path, flags = call.opened, " ".join(a for a in call.arguments if isinstance(a, str))
        if not self._mine(path) or "O_DIRECTORY" in flags or Path(path).is_dir():
            return False
        self.offsets[path] = 0
        if path not in self.names and "O_CREAT" in flags:
            self.names[path] = File()
            self._name({path: self.names[path]})
            return True
        if "O_TRUNC" in flags:
            self.names[path].pending.append((0, None))
            return True
        return False

    def _on(self, call: Call, path: str) -> bool:
        if call.name == "write" and not self._mine(path):
            said = call.arguments[1]
            if path.startswith("pipe:") and isinstance(said, bytes):
                self.said += said
                return True
            return False
        if call.name in {"fsync", "fdatasync"} and (path == str(self.folder) or path.startswith(f"{self.folder}/")):
            file = self.names.get(path)
            if file is not None and not isinstance(file, Folder):
                file.synced, file.pending = file.now(), []
            else:
                self._sync_names(path)
            return True
        if not self._mine(path) or path not in self.names:
            return False
        file = self.names[path]
        if call.name == "ftruncate":
            file.pending.append((int(str(call.arguments[1])), None))
        else:
            data = call.arguments[1]
            assert isinstance(data, bytes)
            assert call.returned == len(data), "the log holds all that was written"
            at = int(str(call.arguments[3])) if call.name == "pwrite64" else self.offsets[path]
            self.offsets[path] = at + len(data)
            file.pending.append((at, data))
        return True

    def _sync_names(self, folder: str) -> None:
        _renamed(self.synced_names, self.pending.pop(folder, []))

    def cut(self, target: Path, chance: random.Random, keep: float) -> None:
        """Write what a power cut leaves into `target`. `keep`: how likely each unsynced write survives."""
        names = dict(self.synced_names)
        for changes in self.pending.values():
            many = len(changes) if keep == 1 else 0 if keep == 0 else chance.randint(0, len(changes))
            _renamed(names, changes[:many])
        for path, file in names.items():
            within = [str(one) for one in Path(path).parents if str(one).startswith(f"{self.folder}/")]
            if isinstance(file, Folder) or any(one not in names for one in within):
                continue
            copy = target / Path(path).relative_to(self.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.after_a_cut(chance, keep))


def _renamed(names: dict[str, File], changes: list[dict[str, File | None]]) -> None:
    for change in changes:
        for path, file in change.items():
            if file is None:
                names.pop(path, None)
            else:
                names[path] = file
