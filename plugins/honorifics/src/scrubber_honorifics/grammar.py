"""Judges from the next words whether a capitalised word is a person, or the beginning of a sentence."""

from __future__ import annotations

import regex

from scrubber_honorifics.lexicon import Lexicon
from scrubber_honorifics.prose import fold, is_possessive, word_after

_NUMBER = regex.compile(r"\s{1,8}[$£€]?\d")
_CLAUSE_END = regex.compile(r"[,.;:!?…)\]”\"’'—]|\s[–—]|\s\(")
_AGE = regex.compile(r",\s{1,8}\d{1,3},")
_BRACKET = regex.compile(r"\s\([^()\n]{1,40}\)")
_BETWEEN_COMMAS = regex.compile(r",\s[^,.;:!?\n]{1,60},")
_LIKE_PAST = regex.compile(r"\p{Ll}{2,}ed")
_LIKE_PRESENT = regex.compile(r"\p{Ll}{2,}[^s’']s")
_LIKE_GERUND = regex.compile(r"\p{Ll}{2,}ing")
_LIKE_ADVERB = regex.compile(r"\p{Ll}{3,}ly")


def is_verb(word: str, lexicon: Lexicon) -> bool:
    """Whether ``word``, as it is spelt, is a verb that a person can be the subject of, as far as forms tell.

    Misfires on adjectives in "-ed"; regular present forms look like plurals and count as no verb here.
    """
    groups = (lexicon.saying, lexicon.predicates, lexicon.pasts, lexicon.presents)
    known = any(word in group for group in groups) or fold(word) in lexicon.auxiliaries
    return known or _LIKE_PAST.fullmatch(word) is not None


def predicate_follows(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the words after ``at`` say what a person did: "said", "also denied", "leads the", "flew"."""
    word = word_after(text, at, end)
    if not word:
        return False
    if is_verb(word, lexicon):
        return True
    second = _after(text, at, word)
    following = word_after(text, second, end)
    if word in lexicon.adverbs or _LIKE_ADVERB.fullmatch(word):
        return is_verb(following, lexicon) or _LIKE_PRESENT.fullmatch(following) is not None
    if _LIKE_PRESENT.fullmatch(word):
        return following in lexicon.determiners or following in lexicon.objects
    return False


def _after(text: str, at: int, word: str) -> int:
    return text.index(word, at) + len(word)


def subject_follows(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name that ends at ``at`` reads as the person that a sentence begins with."""
    if is_possessive(text, at) or _is_explained(text, at, end, lexicon):
        return True
    if predicate_follows(text, at, end, lexicon):
        return True
    word = word_after(text, at, end)
    second = _after(text, at, word)
    following = word_after(text, second, end)
    if word in lexicon.joiners:
        return following[:1].isupper() or following in lexicon.determiners
    if word in lexicon.prepositions:
        return fold(following) in lexicon.days or _NUMBER.match(text, second, end) is not None
    return fold(word) in lexicon.days and predicate_follows(text, second, end, lexicon)


def _is_explained(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what explains a person stands at ``at``: ", who", ", the mayor", ", 52,", ", a Whig, said"."""
    if not text.startswith(",", at):
        return _BRACKET.match(text, at, end) is not None
    word = word_after(text, at + 1, end)
    if word in lexicon.relatives or word in lexicon.appositives or _AGE.match(text, at, end):
        return True
    between = _BETWEEN_COMMAS.match(text, at, end)
    return between is not None and predicate_follows(text, between.end(), end, lexicon)


def person_follows(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what stands at ``at`` can follow a person's bare surname, and not a word used as an adjective.

    "Hale is", "Hale," and "Hale in" can; "Hale aides" and "Hale spending plan" cannot.
    """
    if at >= end or _CLAUSE_END.match(text, at, end) or predicate_follows(text, at, end, lexicon):
        return True
    word = word_after(text, at, end)
    groups = (
        lexicon.prepositions,
        lexicon.coordinators,
        lexicon.determiners,
        lexicon.objects,
        lexicon.adverbs,
    )
    return bool(word) and any(word in group for group in groups)


def sentence_follows(opener: str, text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the words after ``at`` show that ``opener``, folded, begins a sentence and is no name.

    ``opener`` is a word of the lexicon's openers. In doubt the answer is no.
    """
    if opener in lexicon.shared:
        kinds = lexicon.shared[opener]
        return any(_is_kind(kind, text, at, end, lexicon) for kind in kinds)
    word = word_after(text, at, end)
    if word in lexicon.joiners or word in lexicon.relatives:
        return False
    if opener in lexicon.pointers:
        return bool(word) and ("’" in opener or word not in lexicon.saying)
    if opener in lexicon.connectives:
        return _connective_follows(word, text, at, end, lexicon)
    if opener in lexicon.conjunctions:
        return _clause_follows(word, text, at, end, lexicon)
    return word in lexicon.determiners or word in lexicon.objects or _LIKE_GERUND.fullmatch(word) is not None


def _connective_follows(word: str, text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    if text.startswith(",", at):
        following = word_after(text, at + 1, end)
        return bool(following) and following not in lexicon.relatives and following not in lexicon.joiners
    return bool(word) and not predicate_follows(text, at, end, lexicon)


def _clause_follows(word: str, text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    if not word:
        return _NUMBER.match(text, at, end) is not None
    if fold(word) in lexicon.days:
        return _date_follows(word, text, at, end, lexicon)
    if _LIKE_PAST.fullmatch(word) and _is_participle(_after(text, at, word), text, end, lexicon):
        return True
    return not predicate_follows(text, at, end, lexicon)


def _is_participle(at: int, text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether a word in "-ed" that ends at ``at`` has no object: "when asked about", "if approved, the"."""
    return text.startswith(",", at) or word_after(text, at, end) in lexicon.prepositions


def _is_kind(kind: str, text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what follows ``at`` is of ``kind``: a word itself, or a class of words in angle brackets."""
    if kind == "<number>":
        return _NUMBER.match(text, at, end) is not None
    word = word_after(text, at, end)
    match kind:
        case "<determiner>":
            return word in lexicon.determiners
        case "<pronoun>":
            return fold(word) in lexicon.subjects
        case "<base verb>":
            return fold(word) in lexicon.base_verbs
        case "<date>":
            return _date_follows(word, text, at, end, lexicon)
        case "<noun>":
            return _noun_follows(word, text, at, end, lexicon)
        case "<singular noun>":
            return not word.endswith("s") and _noun_follows(word, text, at, end, lexicon)
        case _:
            return word == kind


def _date_follows(word: str, text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """A weekday or month, unless a verb comes next: newspapers write "Ms. On Thursday told reporters"."""
    if fold(word) not in lexicon.days:
        return False
    second = _after(text, at, word)
    return not predicate_follows(text, second, end, lexicon)


def _noun_follows(word: str, text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    if not word[:1].islower() or is_verb(word, lexicon) or _LIKE_ADVERB.fullmatch(word):
        return False
    groups = (
        lexicon.adverbs,
        lexicon.prepositions,
        lexicon.coordinators,
        lexicon.determiners,
        lexicon.objects,
    )
    return not (any(word in group for group in groups) or predicate_follows(text, at, end, lexicon))
