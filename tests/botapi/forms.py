"""What a caller sent: JSON, urlencoded or multipart bodies read into one form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from tests.botapi.refusals import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The parameters of one call. Values are strings, or what JSON made of them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def string(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.string(name) or default)
        except ValueError:
            raise bad_request(f"can't parse {name}: a number is expected") from None

    def real(self, name: str) -> float:
        try:
            return float(self.string(name))
        except ValueError:
            raise bad_request(f"{name} is empty") from None

    def flag(self, name: str) -> bool:
        return self.string(name).lower() in ("true", "1", "yes")

    def parsed(self, name: str) -> Any:
        """The value as JSON gives it; None when it is absent. Refuses what is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None


def read_form(query: str, content_type: str, body: bytes) -> Form:
    """One form from the address's query and the body, whichever way the body is written."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    header = Message()
    header["content-type"] = content_type or "application/x-www-form-urlencoded"
    kind = header.get_content_type()
    if kind == "application/json" and body.strip():
        values |= _read_json(body)
    elif kind == "multipart/form-data":
        fields, files = _split_parts(body, str(header.get_param("boundary", "")))
        return Form(values | fields, files)
    elif kind == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Form(values)


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(read, dict):
        raise bad_request("can't parse JSON object")
    return read


def _split_parts(body: bytes, boundary: str) -> tuple[dict[str, str], dict[str, Upload]]:
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if part.startswith(b"--"):
            break
        head, _, content = part.partition(b"\r\n\r\n")
        headers = _part_headers(head)
        name = str(headers.get_param("name", "", header="content-disposition"))
        filename = headers.get_filename()
        if filename is None:
            fields[name] = content.decode("utf-8", "replace")
        else:
            files[name] = Upload(filename, headers.get_content_type(), content)
    return fields, files


def _part_headers(head: bytes) -> Message:
    headers = Message()
    for line in head.decode("utf-8", "replace").strip().split("\r\n"):
        name, _, value = line.partition(":")
        headers[name] = value.strip()
    return headers
