"""Conditions on the parts of a match that a row of signs cannot say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.arithmetic.printed_digits import in_digits, printed_decimals
from auditor.language.folding import fold
from auditor.language.lexicon import Lexicon
from auditor.relations.prose.candidates.structure import Place, Structure

PAIR, LONG = 2, 3
HUNDREDTHS = 2
"""Decimals of one per cent."""
EVERYONES = ("sex", "age", "residence", "nationality", "guilt")
"""Dimensions in which everyone has one value."""
SEVERAL_WORDS = re.compile(r"\d|\w[\s-]\w")
"""What is printed in digits or in several words."""
_MIXED = ("sex", "age")
"""What people are told apart by in one list, some by the one, some by the other."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
BEHIND, JUST_BEFORE = 4, 1
_ENDS = frozenset(".;!?")
_OF_MORE = frozenset({"partitive", "after", "additional", "remainder", "left"})
FAR = 40
"""Words within which a figure is near."""
STEM, SHORT, NEAR, NEAR_LINK = 5, 3, 6, 4
"""Letters by which two words are one, letters of a word that says little, words before a figure or a list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The figures of a match that conditions are put to, and what they are read by."""

    parts: Sequence[Place]
    whole: Place | None
    structure: Structure
    lexicon: Lexicon

    @property
    def own(self) -> Mapping[str, str]:
        """Return the dimensions of the whole, and its value in each."""
        return dict(self.whole.figure.dimensions) if self.whole is not None else {}

    def classes(self, start: int, end: int) -> Sequence[frozenset[str]]:
        """Return the classes of cues of the words from one token to before another."""
        return self.structure.classes(start, end)

    def has_twin(self, place: Place) -> bool:
        """Return whether another figure of its unit stands before a figure in its sentence."""
        before = self.structure.within(place.token - FAR, place.token)
        return any(each.sentence == place.sentence and each.figure.unit == place.figure.unit for each in before)

    def says(self, sought: Iterable[str], start: int, end: int) -> bool:
        """Return whether a word from one token to before another is of one of some classes of cues."""
        return self.structure.says(sought, start, end)


def exhaustive(listed: Listed) -> bool:
    """Whether the parts are all values of one dimension, each as often as the others, and the whole is none of them."""
    return _covers(listed, listed.lexicon.exhaustive)


def of_persons(listed: Listed) -> bool:
    """Whether the same is so of a dimension in which everyone has one value, which "killed" and "civilian" are not."""
    return _covers(listed, EVERYONES)


def apart(listed: Listed) -> bool:
    """Whether nobody is of two parts: each has another value of one dimension, "50 dismissed, 30 pending"."""
    told = [dict(part.figure.dimensions) for part in listed.parts]
    shared = set(told[0]).intersection(*told[1:])
    return any(len({each[dimension] for each in told}) == len(told) for dimension in shared) or _are_mixed(listed)


def of_one_sort(listed: Listed) -> bool:
    """Whether the parts are told apart by the same, as "women" and "minors" are not, who may be the same people."""
    told = (
        {dimension for dimension, _ in part.figure.dimensions if dimension != "population"} for part in listed.parts
    )
    return len(set(map(frozenset, told))) == 1


def unbroken(listed: Listed) -> bool:
    """Whether neither a share nor a new sum stands among the parts: "7 died, bringing the total to 1,003 and 254"."""
    first, last = listed.parts[0].token, listed.parts[-1].token
    shares = (place for place in listed.structure.within(first, last + BEHIND) if place.figure.unit == "percent")
    return next(shares, None) is None and not listed.says(("total", "brings", "sum_up", "as_share"), first, last)


def rated(listed: Listed) -> bool:
    """Whether the rate is one of what the part counts and the whole does not: a lethality, of deaths among cases."""
    part, share = (set(place.figure.dimensions) for place in listed.parts[-2:])
    return not (share & part) <= set(listed.own.items())


def _covers(listed: Listed, dimensions: Iterable[str]) -> bool:
    """Whether the parts are all values of one of some dimensions."""
    if len({part.figure.dimensions for part in listed.parts}) < len(listed.parts):
        return False
    groups = listed.lexicon.exhaustive
    return _are_mixed(listed) or any(
        name not in listed.own and _are_all(listed.parts, name, groups[name]) for name in dimensions if name in groups
    )


def _are_mixed(listed: Listed) -> bool:
    """Whether parts are told apart by sex or by age, and nobody is left out: "310 women, 280 children and 900 men"."""
    told = [[value for dimension, value in part.figure.dimensions if dimension in _MIXED] for part in listed.parts]
    values = {value for each in told for value in each}
    single = all(len(each) == 1 for each in told) and len(values) == len(told)
    return single and any(values == set(group) for group in listed.lexicon.section("sex_or_age"))


def _are_all(parts: Sequence[Place], sought: str, groups: Iterable[frozenset[str]]) -> bool:
    """Whether parts have all values of a dimension, each as often as the others."""
    if len(parts) == PAIR and _others(parts[0], sought) != _others(parts[1], sought):
        return False  # "seven women and five boys": there may be men
    said = Counter(value for part in parts for dimension, value in part.figure.dimensions if dimension == sought)
    return said.total() == len(parts) and len(set(said.values())) == 1 and any(set(said) == group for group in groups)


def _others(part: Place, sought: str) -> set[tuple[str, str]]:
    """Return what is known of who a figure counts, of everyone and but for one dimension."""
    return {
        (dimension, value)
        for dimension, value in part.figure.dimensions
        if dimension in EVERYONES and dimension != sought
    }


def no_narrower(listed: Listed) -> bool:
    """Whether what all parts are, the whole is too: "63 refugees, including one girl and five boys" is not so."""
    own = listed.own
    if not all(part.figure.counts for part in listed.parts):
        return True  # a bare number has its kind from the one before
    shared = set.intersection(*(set(part.figure.dimensions) for part in listed.parts))
    return not own or all(dimension in own or dimension == "population" for dimension, _ in shared)


def parallel(listed: Listed) -> bool:
    """Whether the same word stands behind each of the parts."""
    words, last = listed.structure.words, len(listed.structure.words) - 1
    behind = {words[min(part.token + 1, last)] for part in listed.parts}
    return len(behind) == 1 and behind.pop()[0].isalpha()


def bare(listed: Listed) -> bool:
    """Whether no part but the first has a noun of its own."""
    return not any(part.figure.counts for part in listed.parts[1:])


def bare_first(listed: Listed) -> bool:
    """Whether the first part has no noun of its own either: "Fifty-six belong to the majority"."""
    return not listed.parts[0].figure.counts


def closed(listed: Listed) -> bool:
    """Whether the last part is what is left of the whole."""
    token = listed.parts[-1].token
    return listed.says(("remainder",), token - 3, token) or listed.says(("others", "left"), token + 1, token + 4)


def no_others(listed: Listed) -> bool:
    """Whether the last part is not said to be of others: "75 killed, of whom 23 children, and 120 others hurt"."""
    return not closed(listed)


def remaining(listed: Listed) -> bool:
    """Whether words right before the last part, or "the" and "others" around it, say that it is all that is left."""
    token = listed.parts[-1].token
    return listed.says(("remainder",), token - 3, token) or (
        listed.says(("the",), token - 1, token) and listed.says(("left",), token + 1, token + 2)
    )


def unfinished(listed: Listed) -> bool:
    """Whether the last part is of those for whom nothing else has come about yet: "... and 7 are still pending"."""
    pending = listed.lexicon.section("unfinished")
    return any(value in pending.get(dimension, ()) for dimension, value in listed.parts[-1].figure.dimensions)


def named(listed: Listed) -> bool:
    """Whether words just before the first part say again what the whole counts."""
    token = listed.parts[0].token
    near = stems(listed.structure.words[max(0, token - NEAR) : token])
    return listed.whole is not None and not near.isdisjoint(noun_stems(listed.whole))


def called(listed: Listed) -> bool:
    """Whether the words before the parts name the whole, and no other figure as well: "61 dead. Of the dead, 48"."""
    if listed.whole is None:
        return False
    first = min(part.token for part in listed.parts if part != listed.whole)
    begin = _sentence(listed.structure.words, first)
    said = listed.structure.words[begin:first]
    if any(word.isdigit() for word in said):  # "of the children aged 15 to 17, ..."
        return False
    names = stems(said) | _who(listed.lexicon.pairs_in(" ".join(said)))
    before = listed.structure.within(begin - 2 * FAR, begin)
    fits = {
        place: len(names & _names(place, listed)) for place in before if place.figure.unit == listed.whole.figure.unit
    }
    return fits.pop(listed.whole, 0) > max(fits.values(), default=0)


def _names(place: Place, listed: Listed) -> set[object]:
    """Return what is known of what a figure counts: the words for it and around it, and who that is."""
    words, token = listed.structure.words, place.token
    behind = words[token + 1 : token + 1 + BEHIND]
    end = next((at for at, word in enumerate(behind) if not word[0].isalpha()), len(behind))
    around = [*words[max(0, token - JUST_BEFORE) : token], *behind[:end]]
    return {*noun_stems(place), *stems(around), *_who(place.figure.dimensions)}


def _who(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return what tells people apart; not their age, as adolescents and infants are both children."""
    return {(dimension, value) for dimension, value in pairs if dimension not in ("population", "age")}


def alike(listed: Listed) -> bool:
    """Whether whole and parts count the same: each has a word for it that the whole has too."""
    own = noun_stems(listed.whole) if listed.whole is not None else set()
    return bool(own) and all(not own.isdisjoint(noun_stems(part)) for part in listed.parts)


def alike_first(listed: Listed) -> bool:
    """Whether the whole counts what the first part does."""
    return listed.whole is not None and not noun_stems(listed.whole).isdisjoint(noun_stems(listed.parts[0]))


def noun_stems(place: Place) -> set[str]:
    """Return the beginnings of the long words for what a figure counts.

    Args:
        place: Of the figure.

    Returns:
        Folded.
    """
    return stems(fold(place.figure.counts).split())


def stems(words: Iterable[str]) -> set[str]:
    """Return the beginnings of the long ones of some words.

    Args:
        words: Folded.

    Returns:
        Their first letters, by which two words are one.
    """
    return {word[:STEM] for word in words if len(word) > SHORT}


def unpredicated(listed: Listed) -> bool:
    """Whether the members of a list are not just those of whom a verb behind it speaks: "31 males and 9 were thin"."""
    first, last = listed.parts[0].token, listed.parts[-1].token
    behind = listed.structure.words[last + 1 : last + BEHIND]
    own = next((at for at, word in enumerate(behind) if not word[0].isalpha()), len(behind))
    return not listed.says(("be",), last + 1, last + 1 + own) or listed.says(("be",), first - 1, last)


def nominal(listed: Listed) -> bool:
    """Whether the members of a list have no verbs of their own: "39 were analysed and one was found positive" has."""
    first, last = listed.parts[0].token, listed.parts[-1].token
    return not listed.says(("be",), first, last + BEHIND)


def from_the_top(listed: Listed) -> bool:
    """Whether the line before the first part has no figure of its unit that would go with the parts."""
    first = listed.parts[0]
    above = listed.structure.within(first.token - FAR, first.token)
    units = (place.figure.unit for place in above if place != listed.whole and place.item.line == first.item.line - 1)
    return first.figure.unit not in units


def of_money(listed: Listed) -> bool:
    """Whether all figures are sums of money."""
    figures = [*listed.parts, *([listed.whole] if listed.whole else [])]
    return all(place.figure.unit == "money" for place in figures)


def pair(listed: Listed) -> bool:
    """Whether there are two parts."""
    return len(listed.parts) == PAIR


def long(listed: Listed) -> bool:
    """Whether there are three or more parts."""
    return len(listed.parts) >= LONG


def unnamed(listed: Listed) -> bool:
    """Whether no part but the whole has a noun of its own: "examined 512 claims and granted 310, or 61 per cent"."""
    return not any(part.figure.counts for part in listed.parts if part != listed.whole)


def each_named(listed: Listed) -> bool:
    """Whether each part has a noun of its own."""
    return all(part.figure.counts for part in listed.parts)


def printed(listed: Listed) -> bool:
    """Whether all are printed in digits, but for shares."""
    return all(part.figure.unit in ("percent", "fraction") or in_digits(part.figure.text) for part in listed.parts)


def whole_printed(listed: Listed) -> bool:
    """Whether the whole is printed in digits."""
    return listed.whole is not None and in_digits(listed.whole.figure.text)


def values_printed(listed: Listed) -> bool:
    """Whether the new and the old value are printed in digits, or in several words, and neither is a year."""
    return not any(is_year(part.figure.text) and not part.figure.counts for part in listed.parts) and all(
        SEVERAL_WORDS.search(part.figure.text) for part in listed.parts[:2]
    )


def is_year(printed: str) -> bool:
    """Whether a word or figure is printed as years are.

    Args:
        printed: As the text has it.

    Returns:
        Whether it is the four digits of one of the last three centuries.
    """
    return _YEAR.fullmatch(printed) is not None


def change_printed(listed: Listed) -> bool:
    """Whether the change is printed in digits, or has a unit that says so: "a", "one" and "two" are much else."""
    change = listed.parts[-1].figure
    return change.unit in ("percent", "fraction", "points") or in_digits(change.text)


def precise(listed: Listed) -> bool:
    """Whether whole and share are printed to the last digit, and the share in digits that tell some counts from others.

    Of 99 things each has more than one per cent, of 999 more than a tenth: as many digits the whole may have.
    """
    share = listed.parts[-1].figure
    if listed.whole is None or share.unit != "percent" or not in_digits(share.text):
        return False
    whole, told = listed.whole.figure, HUNDREDTHS + printed_decimals(share.text, share.value)
    return whole.exact and not share.bound and not whole.article and len(f"{whole.value:.0f}") <= told


def counted(listed: Listed) -> bool:
    """Whether the whole has a noun: "15 per cent of 15 to 24 hours" is of none."""
    return listed.whole is not None and bool(listed.whole.figure.counts)


def fresh(listed: Listed) -> bool:
    """Whether the whole is not itself said to be a part: "of these, 94 ...", "another 48 ..."."""
    if listed.whole is None:
        return False
    token = listed.whole.token
    return not listed.says(_OF_MORE, _sentence(listed.structure.words, token), token + BEHIND)


def _sentence(words: Sequence[str], at: int) -> int:
    """Return where the clause or line begins that a word stands in, or where what is far from it ends."""
    start = at
    while start > max(0, at - FAR) and words[start - 1] not in _ENDS and not words[start - 1].startswith("\n"):
        start -= 1
    return start


def alone(listed: Listed) -> bool:
    """Whether the whole is no end of a list that may be meant: "41 women and 63 children. 702 of them"."""
    if listed.whole is None:
        return False
    token = listed.whole.token
    linked = listed.says(("joins",), token - NEAR_LINK, token)
    return not linked or not listed.structure.within(_sentence(listed.structure.words, token), token)


def first_said(listed: Listed) -> bool:
    """Whether no other figure of the unit of the parts stands before them in the sentence."""
    return not listed.has_twin(listed.parts[0])


def of_its_noun(listed: Listed) -> bool:
    """Whether no noun behind the part says that another figure is meant: "120 files in 24 States; 63 of the files"."""
    if listed.whole is None:
        return False
    start, token = listed.parts[-1].token + 1, listed.whole.token
    behind = stems(listed.structure.words[start : start + BEHIND])
    if not behind.isdisjoint(noun_stems(listed.whole)):
        return True
    return all(behind.isdisjoint(noun_stems(place)) for place in listed.structure.within(token - FAR, token))


CONDITIONS: Mapping[str, Callable[[Listed], bool]] = {
    each.__name__.replace("_", " "): each
    for each in (
        exhaustive,
        of_persons,
        no_narrower,
        parallel,
        bare,
        bare_first,
        remaining,
        alike,
        alike_first,
        named,
        unfinished,
        called,
        closed,
        no_others,
        pair,
        long,
        unpredicated,
        nominal,
        of_money,
        from_the_top,
        apart,
        of_one_sort,
        unbroken,
        rated,
        printed,
        whole_printed,
        values_printed,
        change_printed,
        unnamed,
        each_named,
        precise,
        counted,
        fresh,
        alone,
        first_said,
        of_its_noun,
    )
}
