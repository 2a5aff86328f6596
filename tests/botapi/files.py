"""Files that were sent through the double, kept in memory and found by their ids."""

import hashlib
from dataclasses import dataclass
from typing import Any

from tests.botapi.forms import Form, Upload
from tests.botapi.refusals import Refusal, bad_request

LARGEST_UPLOAD = 50_000_000
LARGEST_PHOTO = 10_000_000
LARGEST_DOWNLOAD = 20_000_000
FOLDERS = {"photo": "photos", "video": "videos", "voice": "voice", "audio": "music", "sticker": "stickers"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file as one bot may name it. `address` is set instead of content for a web address."""

    file_id: str
    file_unique_id: str
    path: str
    upload: Upload
    address: str = ""

    def reference(self) -> dict[str, Any]:
        """What every media object of the Bot API carries."""
        ids = {"file_id": self.file_id, "file_unique_id": self.file_unique_id}
        return ids if self.address else {**ids, "file_size": len(self.upload.content)}


class Files:
    """All files. A file id is good for the bot it was given to, as with Telegram."""

    def __init__(self) -> None:
        self._by_id: dict[tuple[str, str], StoredFile] = {}

    def keep(self, bot: str, kind: str, upload: Upload, address: str = "") -> StoredFile:
        seed = address.encode() or upload.name.encode() + b"\0" + upload.content
        unique = hashlib.sha256(seed).hexdigest()[:16]
        file_id = "AgAC" + hashlib.sha256(f"{bot}/{kind}/{unique}".encode()).hexdigest()[:40]
        ending = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        path = f"{FOLDERS.get(kind, 'documents')}/file_{unique[:8]}.{ending}"
        stored = StoredFile(file_id, unique, path, upload, address)
        self._by_id[bot, file_id] = stored
        return stored

    def find(self, bot: str, file_id: str) -> StoredFile | None:
        return self._by_id.get((bot, file_id))

    def at_path(self, bot: str, path: str) -> StoredFile | None:
        return next((f for (owner, _), f in self._by_id.items() if owner == bot and f.path == path), None)

    def named(self, file_unique_id: str) -> StoredFile | None:
        return next((f for f in self._by_id.values() if f.file_unique_id == file_unique_id), None)


def take_media(files: Files, bot: str, kind: str, value: Any, form: Form) -> StoredFile:
    """The file that a parameter means: an upload, an attach:// name, a file id, a web address."""
    name = str(value or "")
    upload = form.files.get(name.removeprefix("attach://") if name.startswith("attach://") else name or kind)
    if upload is not None:
        _check_size(kind, upload)
        return files.keep(bot, kind, upload)
    if name.startswith(("http://", "https://")):
        return files.keep(bot, kind, Upload(name.rpartition("/")[2], "", b""), address=name)
    if not name or name.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    stored = files.find(bot, name)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored


def _check_size(kind: str, upload: Upload) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise Refusal(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.content) > LARGEST_PHOTO:
        raise bad_request(f"file of size {len(upload.content)} bytes is too big for a photo")
