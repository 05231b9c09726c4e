"""Every regular expression of the auditor, with how it is used and on how much text.

`re` is watched while everything is imported and audits run, so this must be the first to import the auditor.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
UNITS = ("1", " ", "1 ", "1,", "(", "of which ", "1 and ", "|", "a-", '"', "\n", "• ", "e\u0301", "a", "a ", "1.", "- ")
"""Repeated, these were slow in some tool or other."""
MORE_UNITS = ("12 men and 5 women, ", "| 1 ", "[a](b) ")
ENDLESS = 1 << 40
METHODS = frozenset({"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"})


@dataclass(frozen=True)
class Named:
    """A pattern with the place that made it and, for each way it is used, the most characters it was given."""

    place: str
    pattern: re.Pattern[str]
    reach: Mapping[str, int]


class Watched:
    """Stands for a pattern and notes how it is used, and on how much text."""

    def __init__(self, made: re.Pattern[str], reach: dict[str, int]) -> None:
        self._made = made
        self._reach = reach

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._made, name)
        if name not in METHODS:
            return real

        def call(*given: Any, **named: Any) -> Any:
            place = 1 if name in ("sub", "subn") else 0
            text = given[place] if len(given) > place else named.get("string", "")
            start = given[1] if place == 0 and len(given) > 1 and name != "split" else 0
            end = given[2] if place == 0 and len(given) > 2 else len(text)
            self._reach[name] = max(self._reach.get(name, 0), min(end, len(text)) - start)
            return real(*given, **named)

        return call


class Watch:
    """Notes every pattern that the auditor compiles while it is on, and what is done with it."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int], tuple[str, re.Pattern[str], dict[str, int]]] = {}
        self._real = re._compile  # type: ignore[attr-defined]

    def __enter__(self) -> Self:
        re._compile = self._compile  # type: ignore[attr-defined]
        return self

    def __exit__(self, *_: object) -> None:
        re._compile = self._real  # type: ignore[attr-defined]

    def note(self, place: str, made: re.Pattern[Any]) -> dict[str, int]:
        """Take in a pattern and give where its use is noted."""
        return self.seen.setdefault((made.pattern, made.flags), (place, made, {}))[2]

    def _compile(self, pattern: Any, flags: Any) -> Any:
        made = self._real(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back
        name = frame.f_globals.get("__name__", "")
        if name.split(".")[0] != "auditor" or not isinstance(made.pattern, str):
            return made
        return Watched(made, self.note(f"{name}:{frame.f_lineno}", made))


def collect() -> list[Named]:
    """Give every pattern that modules hold, that lexicons become, and that stands in a call of `re`."""
    with Watch() as watch:
        import auditor

        for module in pkgutil.walk_packages(auditor.__path__, "auditor."):
            if not module.name.endswith(("__main__", ".holding")):  # one runs, one loads Great Expectations
                importlib.import_module(module.name)
        from auditor.language import lexicon
        from auditor.pipeline import audit_document

        text = next((ROOT / "data").glob("*/submission.md")).read_bytes()
        for language in lexicon.available():
            audit_document("x.md", data=text, language=language)
        for file in sorted((ROOT / "tests").glob("*/*_??.md")) + sorted((ROOT / "tests").glob("figures/*.yaml")):
            audit_document(
                "x.md", data=file.read_bytes()[:4_000], language=file.stem[-2:] if "_" in file.stem else "en"
            )
        _use_on_long_texts(text.decode())
        used = _uses(watch)
    known: dict[str, dict[str, int]] = {}
    for place, _, seen in watch.seen.values():
        for method, reach in seen.items():
            known.setdefault(place, {})[method] = max(reach, known.get(place, {}).get(method, 0))
    out = []
    for place, pattern, seen in watch.seen.values():
        # What was not used is used like what the same line made for another language; else it may get any text.
        guessed = dict.fromkeys(used.get(place, set()) & METHODS or {"finditer"}, ENDLESS)
        out.append(Named(place, pattern, seen or known.get(place) or guessed))
    return sorted(out, key=lambda named: (named.place, named.pattern.pattern))


def _use_on_long_texts(text: str) -> None:
    """Audit and report texts without a break, so that what is given a whole paragraph, cell or line shows."""
    from auditor.pipeline import audit_document
    from auditor.report.emitters import EMITTERS
    from auditor.report.subject import Subject, TerminalStyle
    from auditor.rulebook import load_rules

    rules = load_rules()
    run_on = " ".join(text.split())[:6_000]
    for name, made in (
        *(
            ("x.md", "12 men " + (unit * (1_200 // len(unit) + 1)))
            for unit in (*UNITS, "12 men and 5 women, ", "| 1 ", "[a](b) ")
        ),
        ("x.txt", run_on),
        ("x.md", run_on + "\n\n| " + run_on.replace("|", " ") + " | 2 |\n|---|---|\n| 1 | 2 |\n"),
        ("x.csv", f'"{run_on.replace(chr(34), " ")}",2,3\na,4,5\n' * 2),
        ("x.html", f"<html><h1>{run_on}</h1><p style='{run_on}'>{run_on}<table><td>{run_on}<td>2</table>"),
    ):
        audit = audit_document(name, data=made.encode(), language="en")
        for emitter in EMITTERS.values():
            emitter.emit(Subject(audit, rules, TerminalStyle()))


def _uses(watch: Watch) -> dict[str, set[str]]:
    """Tell from the source by which methods the pattern made at a place is used.

    A pattern that is handed on, or that nothing is known of, counts as one that goes over a whole text. Calls of `re`
    itself with a text are noted too, whether or not they were run.
    """
    holders: dict[str, str] = {}
    direct: dict[str, set[str]] = {}
    methods: dict[str, set[str]] = {}
    for file in sorted((ROOT / "auditor").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        called: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.keyword) and node.value is not None:
                target = _target(module, node)
                made = [each for each in ast.walk(node.value) if isinstance(each, ast.Call) and _is_re(each)]
                for each in made if target else ():
                    holders |= {f"{module}:{at}": target for at in range(each.lineno, (each.end_lineno or 0) + 1)}
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called.add(id(node.func.value))
                methods.setdefault(_holder(module, node.func.value), set()).add(node.func.attr)
                first = node.args[0] if node.args else None
                if _is_re(node) and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    place = f"{module}:{node.lineno}"
                    watch.note(place, re.compile(first.value))
                    if node.func.attr != "compile":
                        direct.setdefault(place, set()).add(node.func.attr)
        for node in ast.walk(tree):
            loaded = isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
            if loaded and id(node) not in called:
                methods.setdefault(_holder(module, node), set()).add("finditer")
    return {place: methods.get(holder, set()) for place, holder in holders.items()} | direct


def _target(module: str, node: ast.Assign | ast.AnnAssign | ast.keyword) -> str:
    if isinstance(node, ast.keyword):
        return f".{node.arg}"
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return _holder(module, targets[0]) if len(targets) == 1 else ""


def _holder(module: str, node: ast.expr) -> str:
    """Name what holds a pattern: a name of a module, or an attribute of whatever object."""
    if isinstance(node, ast.Attribute):
        return f".{node.attr}"
    if isinstance(node, ast.Name):
        return f"{module}.{node.id}" if node.id.startswith("_") or node.id.islower() else node.id
    return ""


def _is_re(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
