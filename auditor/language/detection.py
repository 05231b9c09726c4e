"""Tell the language of a text: by its script, by the function words of the lexicons, by a general classifier.

The classifier is that of Lui and Baldwin (2012), "langid.py: An Off-the-shelf Language Identification Tool", as
py3langid ships it; it is loaded only where script and function words leave a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from auditor.language.folding import fold
from auditor.language.lexicon import DEFAULT, available, function_words
from auditor.runtime.resources import read_rules

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
"""Characters looked at from the start, the middle and the end of a text: enough to tell, whatever its length."""
_TELLING = 1_500
"""Characters that the classifier is given."""


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
    foreign: re.Pattern[str]
    """The letters of all scripts."""
    latin: tuple[str, ...]
    numbers: Mapping[str, Any]


@cache
def _settings() -> _Settings:
    content = read_rules("languages.yaml")
    scripts = tuple(
        _Script(re.compile(f"[{each['letters']}]"), tuple(each["languages"]), float(each.get("least", 0.5)))
        for each in content["scripts"].values()
    )
    foreign = re.compile(f"[{''.join(each['letters'] for each in content['scripts'].values())}]")
    return _Settings(scripts, foreign, tuple(content["latin"]), content)


def detect(text: str, known: str | None = None) -> str:
    """Return the code of the language of a text (ISO 639-1), whether or not it has a lexicon.

    Args:
        text: Any text; of a long one its start, middle and end are looked at.
        known: The language of what stands around it: kept where the text itself does not say otherwise; "en" where
            nothing tells.
    """
    sample = _sample(text)
    if _settings().foreign.search(sample):
        letters = "".join(_WORD.findall(sample))
        for script in _settings().scripts:
            if len(script.letters.findall(letters)) > script.least * len(letters):
                several = len(script.languages) > 1
                return _classify(sample, script.languages)[0] if several else script.languages[0]
    return _of_latin(sample, known)


def few_words(text: str) -> bool:
    """Whether a text has too few words to say by itself that it is in another language than what stands around it."""
    return not _more_words(text, _settings().numbers["few"]) and not _settings().foreign.search(text)


def _more_words(text: str, number: int) -> bool:
    """Whether a text has so many words, or more."""
    return next(islice(_WORD.finditer(text), number - 1, None), None) is not None


def _of_latin(text: str, known: str | None) -> str:
    """Return the language of a text in Latin letters."""
    numbers = _settings().numbers
    if known is not None and not _more_words(text, numbers["words"]):
        return known
    words = _WORD.findall(fold(text))
    shares = _shares(words)
    if known is not None and shares.get(known, 0.0) >= max(numbers["known"], max(shares.values()) / numbers["margin"]):
        return known
    best = max(shares, key=lambda language: (shares[language], language == DEFAULT))
    others = max((share for language, share in shares.items() if language != best), default=0.0)
    if len(words) >= numbers["words"] and shares[best] >= max(numbers["share"], numbers["margin"] * others):
        return best
    few = len(words) < numbers["few"]
    if not words or (few and known is not None):
        return known or DEFAULT
    told, probability = _classify(text, _settings().latin)
    return told if told in shares or probability >= numbers["sure"]["few" if few else "many"] else known or best


def _shares(words: Sequence[str]) -> dict[str, float]:
    """Return for each language that is read the share of its function words; one that languages share is divided."""
    languages, owners = _owners()
    made = dict.fromkeys(languages, 0.0)
    for word, times in Counter(words).items():
        having = owners.get(word, ())
        for language in having:
            made[language] += times / len(having) / len(words)
    return made


@cache
def _owners() -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """Return the languages that are read, and by each function word those that have it."""
    made: dict[str, tuple[str, ...]] = {}
    for language in available():
        for word in function_words(language):
            made[word] = (*made.get(word, ()), language)
    return available(), made


def _classify(text: str, languages: tuple[str, ...]) -> tuple[str, float]:
    """Return the likeliest of some languages, and its probability among them; the first words tell."""
    code, probability = _classifier(languages).classify(" ".join(_WORD.findall(text[:_TELLING])))
    return str(code), float(probability)


@cache
def _classifier(languages: tuple[str, ...]) -> Any:  # noqa: ANN401 - the library has no types
    """Return the classifier for some languages."""
    from py3langid.langid import LanguageIdentifier

    bias, weights, classes, following, rows, features = _model()
    made = LanguageIdentifier(bias, weights, classes, following, features, norm_probs=True, tk_row=rows)
    made.set_languages([code for code in languages if code in classes])
    return made


@cache
def _model() -> tuple[Any, ...]:
    """Return the arrays of the library's model, unpacked in memory: the library itself would write a file."""
    import lzma
    from array import array
    from io import BytesIO

    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE

    def plain(values: Any) -> array[int]:  # noqa: ANN401 - as numpy gives them
        return array({2: "H", 4: "I", 8: "L"}[values.dtype.itemsize], values.tobytes())

    with lzma.open(MODEL_DIR / MODEL_FILE) as packed, np.load(BytesIO(packed.read()), allow_pickle=False) as data:
        following, rows = plain(data["nextmove"]), plain(data["nextmove_row"])
        return data["ptc"], data["pc"], data["classes"].tolist(), following, rows, data["out_feat"].tolist()


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]} {text[-_SAMPLE:]}"
