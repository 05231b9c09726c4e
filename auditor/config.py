"""Settings of a project: `auditor.toml`, or `[tool.auditor]` in `pyproject.toml`; what the command line says wins."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TEXT, _NUMBER, _SWITCH, _PATH, _PATHS = "a text", "a whole number", "true or false", "a path", "a list of paths"
_LIMITS = "a table of limits"
KEYS: Mapping[str, str] = {
    "format": _TEXT,
    "output": _PATH,
    "files": _SWITCH,
    "rules": _PATHS,
    "baseline": _PATH,
    "fail-on": _TEXT,
    "lang": _TEXT,
    "report-lang": _TEXT,
    "jobs": _NUMBER,
    "quiet": _SWITCH,
    "verbose": _SWITCH,
    "private": _SWITCH,
    "submissions": _PATHS,
    "data-docs": _PATH,
    "limits": _LIMITS,
}
"""Setting -> what it must be. Each is the option of the same name, `limits` those that `--limit` sets;
`submissions` is what `auditor check` goes over."""


class ConfigError(ValueError):
    """Settings that cannot be used; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one file; paths are made relative to that file's folder."""

    file: Path | None = None
    settings: tuple[tuple[str, Any], ...] = ()

    def defaults(self) -> dict[str, Any]:
        """Return the settings under the names of the command line's parameters.

        Returns:
            Name with underscores ("fail_on") -> value, in the order of the file; absent where the file does not set it.
        """
        return {key.replace("-", "_"): value for key, value in self.settings}


def find_config(start: Path) -> Path | None:
    """Find the settings file of a folder or of the nearest folder above it that has one.

    `auditor.toml` counts before a `pyproject.toml` with `[tool.auditor]`. The search ends at a folder that holds
    `.git`, so that a project never takes its neighbour's settings.

    Returns:
        The file, or None where there is none.
    """
    for folder in (start, *start.parents):
        if (own := folder / "auditor.toml").is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and _table(project) is not None:
            return project
        if (folder / ".git").exists():
            return None
    return None


def load_config(file: Path | None) -> Config:
    """Read the settings of a file.

    Args:
        file: `auditor.toml`, a `pyproject.toml`, or any file of TOML; None for no settings.

    Returns:
        The settings that the file makes, in its order; paths in it are relative to its folder.

    Raises:
        ConfigError: The file cannot be read, is no TOML, or holds a setting that is unknown or of the wrong type.
    """
    if file is None:
        return Config()
    found = _read(file)
    if file.name == "pyproject.toml":
        found = found.get("tool", {}).get("auditor", {})
    if not isinstance(found, dict):
        raise ConfigError(f"{file}: [tool.auditor] is no table; write settings as name = value under it")
    return Config(file, tuple(_checked(file, found)))


def _table(project: Path) -> object | None:
    try:
        tool = _read(project).get("tool", {})
    except ConfigError:
        return None  # another tool's file: its mistakes are not ours to report
    return tool.get("auditor") if isinstance(tool, dict) else None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ConfigError(f"{file}: nested too deeply; write settings as name = value") from error
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise ConfigError(f"{file}: cannot be read ({reason}); check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not valid TOML ({' '.join(str(error).split())}); mend the file") from error


def _checked(file: Path, found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in found.items():
        wanted = KEYS.get(key)
        if wanted is None:
            close = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(KEYS)}"
            raise ConfigError(f"{file}: unknown setting {key!r}; {hint}")
        if not _fits(wanted, value):
            raise ConfigError(f"{file}: {key} must be {wanted}, not {value!r}")
        if wanted == _PATH:
            yield key, str(file.parent / value)
        elif wanted == _PATHS:
            yield key, tuple(str(file.parent / path) for path in value)
        elif wanted == _LIMITS:
            yield key, _limits(file, value)
        else:
            yield key, value


def _limits(file: Path, found: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a table of limits as `--limit` takes them."""
    from auditor.read.limits import LimitError, Limits

    settings = tuple(f"{name}={value}" for name, value in found.items())
    try:
        Limits().changed(settings)
    except LimitError as error:
        raise ConfigError(f"{file}: limits: {error}") from error
    return settings


def _fits(wanted: str, value: object) -> bool:
    if wanted == _LIMITS:
        return isinstance(value, dict)
    if wanted == _PATHS:
        return isinstance(value, list) and all(isinstance(path, str) for path in value)
    if wanted == _SWITCH:
        return isinstance(value, bool)
    if wanted == _NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)
