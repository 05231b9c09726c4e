"""Tell the language of a text: by its script, by the function words of the lexicons, by a general classifier.

The classifier is that of Lui and Baldwin (2012), "langid.py: An Off-the-shelf Language Identification Tool", as
py3langid ships it; it is loaded only where script and function words leave a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.language.folding import fold
from auditor.language.lexicon import DEFAULT, available, function_words
from auditor.runtime.resources import read_rules

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
"""Characters looked at from the start, the middle and the end of a text: enough to tell, whatever its length."""


@dataclass(frozen=True, slots=True)
class _Script:
    """A script: its letters, the languages written in it, the least share of letters by which it is told."""

    letters: re.Pattern[str]
    languages: tuple[str, ...]
    least: float


@dataclass(frozen=True, slots=True)
class _Settings:
    """`rules/languages.yaml`, made ready."""

    scripts: tuple[_Script, ...]
    latin: tuple[str, ...]
    numbers: Mapping[str, Any]


@cache
def _settings() -> _Settings:
    content = read_rules("languages.yaml")
    scripts = tuple(
        _Script(re.compile(f"[{each['letters']}]"), tuple(each["languages"]), float(each.get("least", 0.5)))
        for each in content["scripts"].values()
    )
    return _Settings(scripts, tuple(content["latin"]), content)


def detect(text: str, known: str | None = None) -> str:
    """Return the code of the language of a text (ISO 639-1), whether or not it has a lexicon.

    Args:
        text: Any text; of a long one its start, middle and end are looked at.
        known: The language of what stands around it: kept where the text itself does not say otherwise; "en" where
            nothing tells.
    """
    sample = _sample(text)
    letters = "".join(_WORD.findall(sample))
    for script in _settings().scripts:
        if letters and len(script.letters.findall(letters)) > script.least * len(letters):
            return _classify(sample, script.languages)[0] if len(script.languages) > 1 else script.languages[0]
    return _of_latin(sample, known)


def few_words(text: str) -> bool:
    """Whether a text has too few words to say by itself that it is in another language than what stands around it."""
    numbers = _settings().numbers
    return len(_WORD.findall(text)) < numbers["few"] and not any(s.letters.search(text) for s in _settings().scripts)


def _of_latin(text: str, known: str | None) -> str:
    """Return the language of a text in Latin letters."""
    numbers = _settings().numbers
    words = _WORD.findall(fold(text))
    shares = _shares(words)
    best = max(shares, key=lambda language: (shares[language], language == known, language == DEFAULT))
    others = max((share for language, share in shares.items() if language != best), default=0.0)
    if len(words) < numbers["words"] and known is not None:
        return known
    if shares.get(known or "", 0.0) >= max(numbers["known"], shares[best] / numbers["margin"]):
        return known or best
    if len(words) >= numbers["words"] and shares[best] >= max(numbers["share"], numbers["margin"] * others):
        return best
    few = len(words) < numbers["few"]
    if not words or (few and known is not None):
        return known or DEFAULT
    told, probability = _classify(text, _settings().latin)
    return told if told in shares or probability >= numbers["sure"]["few" if few else "many"] else known or best


def _shares(words: Iterable[str]) -> dict[str, float]:
    """Return for each language that is read the share of its function words; one that languages share is divided."""
    counts = Counter(words)
    owners = {language: function_words(language) for language in available()}
    made = dict.fromkeys(owners, 0.0)
    for word, times in counts.items():
        having = [language for language, own in owners.items() if word in own]
        for language in having:
            made[language] += times / len(having)
    return {language: found / max(1, counts.total()) for language, found in made.items()}


def _classify(text: str, languages: tuple[str, ...]) -> tuple[str, float]:
    """Return the likeliest of some languages, and its probability among them."""
    code, probability = _classifier(languages).classify(" ".join(_WORD.findall(text)))
    return str(code), float(probability)


@cache
def _classifier(languages: tuple[str, ...]) -> Any:  # noqa: ANN401 - the library has no types
    """Return the classifier for some languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made.set_languages([code for code in languages if code in made.nb_classes])
    return made


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]} {text[-_SAMPLE:]}"
