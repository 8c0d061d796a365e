"""Pages of many applications in one process: each template is compiled for the first alone."""

from types import CodeType
from typing import Final

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_COMPILED: Final[dict[str, tuple[str, CodeType]]] = {}


class InProcess(BytecodeCache):
    """Keeps compiled templates as long as their text is the same."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same text."""
        checksum, code = _COMPILED.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is compiled now."""
        assert bucket.code
        _COMPILED[bucket.key] = (bucket.checksum, bucket.code)
