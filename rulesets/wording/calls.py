"""Calls as people read them: of built-in functions, of the ruleset's functions, of lookups."""

from __future__ import annotations

from rulesets.expressions import tree
from rulesets.types import Type
from rulesets.wording import phrases
from rulesets.wording.arguments import Arguments
from rulesets.wording.joining import bracketed, glue, listed, within_sentence
from rulesets.wording.literals import EITHER, PHRASE, STATEMENT, WORD, Said
from rulesets.wording.titles import column_title
from rulesets.wording.voice import Voice


def call_text(speaker: Voice, node: tree.Call, like: Type | None) -> Said:
    """Say a call by the phrase of what is called, or by its title."""
    phrase = phrases.phrase_of(node.function, len(node.arguments))
    if node.function in speaker.checked.lookups:
        return _looked_up(speaker, node), WORD
    if phrase is None or node.function in speaker.checked.functions:
        return _own_call(speaker, node)
    siblings = Arguments(speaker, node, like)
    said = {str(place): siblings.plain(place) for place in range(len(node.arguments))}
    for place in range(len(node.arguments)):
        for style, say in siblings.styles.items():
            if f"{{{place}:{style}}}" in phrase.in_language(speaker.language):
                said[f"{place}:{style}"] = say(place)
    every = [siblings.plain(place) for place in range(len(node.arguments))]
    text = phrases.fill(phrase, said, every, speaker.language)
    if phrases.is_word(node.function, len(node.arguments)):
        return text, WORD
    return text, STATEMENT if node.function in phrases.STATEMENTS else PHRASE


def _own_call(speaker: Voice, node: tree.Call) -> Said:
    title = speaker.name(node.function)
    types: tuple[Type | None, ...] = ()
    if node.function in speaker.checked.functions:
        types = tuple(each for _, each in speaker.checked.functions[node.function].parameters)
    likes = (*types, *(None,) * len(node.arguments))
    said = [
        speaker.say(each, like, at_least=EITHER)
        for each, like in zip(node.arguments, likes, strict=False)
    ]
    inside = bracketed(listed(said, speaker.language), speaker.language)
    return (title + inside if speaker.language == "zh" else f"{title} {inside}"), WORD


def _looked_up(speaker: Voice, node: tree.Call) -> str:
    """Say the value of a lookup of one column: `客户等级对应的基础优惠`."""
    title, keys = speaker.name(node.function), _keys(speaker, node)
    return glue(keys, "对应的", title) if speaker.language == "zh" else f"the {title} for {keys}"


def column_text(speaker: Voice, node: tree.Call, key: str) -> str:
    """Say a value of a lookup of several columns: `划型标准中划型行业对应的人数下限`."""
    title, keys = speaker.name(node.function), _keys(speaker, node)
    column = column_title(speaker.checked, node.function, key, speaker.language)
    if speaker.language == "zh":
        return glue(title, "中", keys, "对应的", column)
    return f"the {within_sentence(column, 'en')} in the {title} for {keys}"


def _keys(speaker: Voice, node: tree.Call) -> str:
    types = speaker.checked.lookups[node.function].key_types
    said = [
        speaker.say(each, like, at_least=WORD)
        for each, like in zip(node.arguments, types, strict=False)
    ]
    return listed(said, speaker.language, "and")
