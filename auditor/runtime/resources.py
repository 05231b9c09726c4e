"""The files that come with the program: beside the package in a checkout, packed inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

EXAMPLE = "azerbaijan-cat-follow-up-2025"
_PACKAGE = Path(__file__).resolve().parents[1]


class ResourceError(RuntimeError):
    """A file that comes with the program cannot be used; the message is one line for the user."""


def rules_folder() -> Path:
    """Return the folder with the rules that come with the program."""
    packed = _PACKAGE / "_rules"
    return packed if packed.is_dir() else _PACKAGE.parent / "rules"


def read_rules(*parts: str) -> dict[str, Any]:
    """Read a YAML mapping that comes with the program, such as ("lexicon", "en.yaml").

    That it follows its schema is tested where rules are tested, not in every audit.

    Args:
        parts: Folders and name of the file below the folder of rules.

    Returns:
        The mapping as YAML has it, a new one at each call.

    Raises:
        ResourceError: The file is missing, is no YAML or no mapping.
    """
    import yaml

    path = rules_folder().joinpath(*parts)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ResourceError(f"{path}{line}: not valid YAML; mend the line or install the program anew") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: cannot be read ({error}); install the program anew") from error
    if not isinstance(content, dict):
        raise ResourceError(f"{path}: holds no sections; mend the file or install the program anew")
    return content


def rules_languages(folder: str) -> tuple[str, ...]:
    """Return the languages that a folder of the rules has files for.

    Args:
        folder: Its name.

    Returns:
        Sorted; a file whose name begins with "_" is of no language.
    """
    return tuple(sorted(p.stem for p in (rules_folder() / folder).glob("*.yaml") if not p.stem.startswith("_")))


def example_file() -> Path:
    """Return the file of the embedded example."""
    packed = _PACKAGE / "_example" / f"{EXAMPLE}.md"
    return packed if packed.is_file() else _PACKAGE.parent / "data" / EXAMPLE / "submission.md"
