"""What there was, less what was taken, leaves the rest: "of 290, 254 were released and the remaining 36 are held"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.kinds.equations import joined
from auditor.kinds.kind import Say
from auditor.kinds.total import TotalKind


class RemainderKind(TotalKind):
    """What there was; what was taken, then what remained. It is checked like a total of both."""

    name = "remainder"
    precedence = 20
    branch = "tree_remainder"

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "290 − 254 = 36"."""
        if len(parts) < 2:
            return super().asserted(whole, parts, say)
        return f"{joined([whole, *parts[:-1]], ' − ', say)} = {parts[-1]}"


KIND = RemainderKind()
