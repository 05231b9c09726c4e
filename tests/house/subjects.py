"""Hold the messages of commits to their form: a subject of one short line, and a body, if any, after an empty line.

python tests/house/subjects.py         the commits of this branch, since the form is held
python tests/house/subjects.py FILE    the message in a file, as git gives it to a hook
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 72
SINCE = "b5ac774fba9425a6449deb33e737a85a85f87cfb"
"""The last commit before the form was held."""


def mistakes(message: str) -> list[str]:
    """Return what is amiss with the message of a commit; lines that git takes out are not looked at."""
    subject, *rest = [line for line in message.splitlines() if not line.startswith("#")] or [""]
    found = []
    if not subject.strip():
        found.append("the first line is the subject, and empty")
    if len(subject) > LONGEST:
        found.append(f"the subject has {len(subject)} characters, at most {LONGEST} are allowed: {subject}")
    if subject.endswith("."):
        found.append(f"a subject ends without a full stop: {subject}")
    if rest and rest[0].strip():
        found.append(f"an empty line is wanted between subject and body: {subject}")
    return found


def messages(folder: Path, since: str = SINCE) -> list[str] | None:
    """Return the messages of the commits since one, merges left out; None where git or that commit is not there."""
    command = ["git", "log", "--no-merges", "-z", "--format=%B", f"{since}..HEAD"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return [message for message in done.stdout.split("\0") if message]


def main(arguments: Sequence[str]) -> int:
    """Check one message, or those of this branch; the status is 1 where something is amiss."""
    if arguments:
        told: list[str] | None = [Path(arguments[0]).read_text(encoding="utf-8")]
    else:
        told = messages(ROOT)
    if told is None:
        sys.stderr.write(f"the history since {SINCE} is not here: fetch it whole\n")
        return 2
    found = [line for message in told for line in mistakes(message)]
    sys.stderr.writelines(f"{line}\n" for line in found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
