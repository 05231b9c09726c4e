"""Reading rule files into a rulebook; nothing is audited by rules with a mistake in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from auditor.arithmetic.tolerance import Tolerance
from auditor.kinds import kind_of
from auditor.model.finding import SEVERITIES
from auditor.rulebook.document_rules import look_beside, one_line, read_document
from auditor.rulebook.examples import ExampleError, example
from auditor.rulebook.expressions.identity import DocumentRules
from auditor.rulebook.rule import QUESTION_FIELDS, Problem, Rule, Rulebook, RuleError, RuleWords, rulebook
from auditor.rulebook.schema_check import CORE, SUBMISSION, check_schema, template_fields, template_mistakes
from auditor.rulebook.yaml_places import Placed, Where, read_placed
from auditor.runtime.resources import rules_folder


def rule_files() -> tuple[Path, ...]:
    """Return the rule files that come with the program: the core rules, then the identities of known documents."""
    folder = rules_folder()
    return (folder / "core.yaml", *sorted((folder / "submissions").glob("*.yaml")))


def load_rules(paths: Sequence[Path] = (), *, thorough: bool = False) -> Rulebook:
    """Read the rules that come with the program and those in further files.

    A later rule for the same kind of relation takes the place of an earlier one; an id is given once.

    Args:
        paths: Files of core rules or of document identities.
        thorough: Check the files that come with the program against their schema too. Otherwise that is done only where
            they cannot be built, because the schema machinery takes longer to load than a short audit.

    Returns:
        All rules in the order of the files, those of the program first.

    Raises:
        RuleError: With every mistake of every file.
    """
    problems: list[Problem] = []
    rules: list[Rule] = []
    documents: list[DocumentRules] = []
    shipped = shipped_files()
    files = [*shipped, *((Path(path), str(path)) for path in paths)]
    for place, (path, name) in enumerate(files):
        trusted = place < len(shipped) and not thorough
        placed = read_placed(path, name, trusted=trusted)
        if not placed.problems:
            made, found = _read(placed, trusted=trusted)
            rules += made
            documents += found
        problems += placed.problems
    problems += _given_twice(rules)
    if problems:
        raise RuleError(tuple(dict.fromkeys(problems)))
    return rulebook(tuple(rules), tuple(documents), tuple(name for _, name in files))


def shipped_files() -> tuple[tuple[Path, str], ...]:
    """Return the rule files that come with the program.

    Returns:
        Path and name of each in the order in which they are read; messages call it by the name ("rules/core.yaml"), the
        same wherever the program is installed.
    """
    return tuple((path, _shown(path)) for path in rule_files())


def _shown(path: Path) -> str:
    """Return the name of a file that comes with the program, the same wherever it is installed."""
    return f"rules/{path.relative_to(rules_folder()).as_posix()}"


def _given_twice(rules: Iterable[Rule]) -> Iterable[Problem]:
    first: dict[str, Rule] = {}
    for rule in rules:
        for key, what in ((rule.id, "id"), (rule.name, "name")):
            known = first.setdefault(f"{what} {key}", rule)
            if known is not rule:
                yield Problem(rule.file, rule.line, 1, f"{what} {key!r} is taken by {known.file}:{known.line}")


def _read(placed: Placed, *, trusted: bool) -> tuple[list[Rule], list[DocumentRules]]:
    """Check one file and build what it holds; mistakes go into `placed`."""
    if trusted:
        try:
            made = _build(placed, trusted=True)
        except (AttributeError, KeyError, TypeError, ValueError):
            placed.problems.clear()
        else:
            if all(_severities_known(rule) for rule in made[0]):
                return made
    content = placed.value
    if not isinstance(content, dict):
        placed.problem((), "holds no rules; a rule file has `rules:`, or `match:`, `figures:` and `identities:`")
        return [], []
    flawed = check_schema(placed, CORE if "rules" in content else SUBMISSION)
    if not flawed:
        return _build(placed, trusted=False)
    # Whoever mends the file is to see the other mistakes too.
    if "rules" not in content:
        look_beside(placed, content, flawed)
    elif isinstance(content["rules"], list):
        spoiled = {where[1] for where in flawed if len(where) > 1}
        for place, entry in enumerate(content["rules"]):
            if place not in spoiled:
                _rule(placed, ("rules", place), entry)
    return [], []


def _severities_known(rule: Rule) -> bool:
    given = (rule.severity, rule.hedged_severity, rule.weak_severity, rule.undecided_severity, rule.rounding_severity)
    return all(severity is None or severity in SEVERITIES for severity in given)


def _build(placed: Placed, *, trusted: bool) -> tuple[list[Rule], list[DocumentRules]]:
    """Build what a file holds that fits its schema; mistakes that a schema cannot find go into `placed`."""
    content = placed.value
    if "rules" in content:
        return [_rule(placed, ("rules", place), entry) for place, entry in enumerate(content["rules"])], []
    rules, document = read_document(placed, content, trusted=trusted)
    return rules, [document]


def _rule(placed: Placed, where: Where, entry: dict[str, Any]) -> Rule:
    """Build a core rule; its entry fits the schema."""
    for mistake in template_mistakes(entry.get("message", "")):
        placed.problem((*where, "message"), mistake)
    kind = kind_of(entry["kind"])
    if kind.closes and entry["hedged_severity"] == "note":
        placed.problem((*where, "hedged_severity"), f"at least warning for {kind.name}: a hedge hides no gap")
    weak, least = entry.get("weak_strength", 0.0), entry.get("min_strength", 0.0)
    if "weak_strength" in entry and weak < least:
        placed.problem((*where, "weak_strength"), f"{weak} is below min_strength {least}, where nothing is reported")
    words = _words(placed, where, entry)
    examples = []
    for place, each in enumerate(entry["examples"]):
        try:
            examples.append(example(each))
        except ExampleError as error:
            placed.problem((*where, "examples", place), str(error))
    missing = {"fails", "holds", "undecided"} - {each["outcome"] for each in entry["examples"]}
    if missing and not kind.in_words:
        placed.problem((*where, "examples"), f"there is no example that {' or that '.join(sorted(missing))}", key=True)
    fields = {key: value for key, value in entry.items() if key not in ("tolerance", "examples", "tags", "words")}
    return Rule(
        **{key: one_line(value) for key, value in fields.items()},
        tolerance=Tolerance(**entry.get("tolerance", {})),
        tags=tuple(entry.get("tags", ())),
        examples=tuple(examples),
        words=words,
        file=placed.file,
        line=placed.values[where][0],
    )


def _words(placed: Placed, where: Where, entry: dict[str, Any]) -> dict[str, RuleWords]:
    """Build what reports in each language say of a rule; templates have but the fields that the program fills."""
    made: dict[str, RuleWords] = {}
    if "words" not in entry or any(True for _ in template_mistakes(entry["message"])):
        return made
    own = template_fields(entry["message"])
    for language, said in entry["words"].items():
        at = (*where, "words", language)
        for mistake in template_mistakes(said.get("message", ""), own):
            placed.problem((*at, "message"), mistake)
        for key, question in said.get("questions", {}).items():
            for mistake in template_mistakes(question, QUESTION_FIELDS):
                placed.problem((*at, "questions", key), mistake)
            if key.partition("_")[0] != entry["kind"]:
                wrong = f"{key!r} is no question about {entry['kind']}: its name begins with that of the kind"
                placed.problem((*at, "questions", key), wrong, key=True)
        made[language] = RuleWords(**said)
    return made
