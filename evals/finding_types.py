"""The types of sentences that a person has read, against what `type_of` says of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict

from assistant.briefing.brief import FindingType
from assistant.briefing.filed import Filed, filed
from assistant.briefing.types import type_of
from corpus import Corpus, Paragraph, UnusableInput, sentence_spans
from evals.case import CASES
from evals.measure import Row
from evals.metrics import mean

# What the headings say alone: the baseline.
_BY_HEADING = {
    Filed.IMPROVEMENT: FindingType.IMPROVEMENT,
    Filed.LIST: FindingType.IMPROVEMENT,
    Filed.PRIORITY: FindingType.CONCERN,
    Filed.NEXT: FindingType.RECOMMENDATION,
    Filed.RECOMMENDATIONS: FindingType.RECOMMENDATION,
    Filed.NOTHING: FindingType.FACT,
}
_CRITICAL = (FindingType.CONCERN, FindingType.IMPROVEMENT)


class FindingCase(BaseModel):
    """A sentence, by its paragraph and its first words, and its type by reading."""

    model_config = ConfigDict(frozen=True)

    id: str
    paragraph: str
    words: str
    type: FindingType


@dataclass(frozen=True, slots=True)
class Typed:
    """A case, its sentence, the type that came out and why; and the types by its headings and by its wording alone."""

    case: FindingCase
    sentence: str
    type: FindingType
    why: str
    by_heading: FindingType
    by_wording: FindingType

    @property
    def is_right(self) -> bool:
        """Whether it is the type by reading."""
        return self.type is self.case.type

    @property
    def is_confused(self) -> bool:
        """Whether a strength came out as a concern, or the reverse."""
        return {self.type, self.case.type} == {FindingType.STRENGTH, FindingType.CONCERN}

    @property
    def is_reversed(self) -> bool:
        """Whether praise came out as criticism of either sort, or the reverse."""
        mine, right = self.type, self.case.type
        return (mine in _CRITICAL and right is FindingType.STRENGTH) or (
            right in _CRITICAL and mine is FindingType.STRENGTH
        )


def load_finding_types(split: str) -> tuple[FindingCase, ...]:
    """The sentences of "tuning" or "reporting"; the halves are from different letters."""
    lines = (CASES / f"finding_types_{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(FindingCase.model_validate_json(line) for line in lines if line.strip())


def typed(cases: Sequence[FindingCase], corpus: Corpus) -> tuple[Typed, ...]:
    """Each case with what `type_of` says. Raises `UnusableInput` where its sentence is not in the corpus."""
    held = corpus.get({case.paragraph for case in cases})
    return tuple(_typed(case, held.get(case.paragraph)) for case in cases)


def _typed(case: FindingCase, paragraph: Paragraph | None) -> Typed:
    sentence = _sentence(case.words, paragraph.text) if paragraph else ""
    if paragraph is None or not sentence:
        raise UnusableInput(f"{case.id}: no sentence of {case.paragraph} begins so.", "Use the letters that it names.")
    by_heading = _BY_HEADING.get(filed(paragraph), FindingType.STRENGTH)
    by_wording, _ = type_of(sentence, replace(paragraph, heading=()))
    return Typed(case, sentence, *type_of(sentence, paragraph), by_heading, by_wording)


def _sentence(words: str, text: str) -> str:
    sentences = (text[start:end] for start, end in sentence_spans(text))
    return next((each for each in sentences if " ".join(each.split()).startswith(words)), "")


def finding_type_rows(found: Sequence[Typed]) -> Iterator[Row]:
    """A row for each right type with what came out, then the shares that matter, beside the commonest type."""
    counts = Counter((each.case.type, each.type) for each in found)
    for right in FindingType:
        yield {"right type": right.value, **{given.value: counts[right, given] for given in FindingType}}
    judged = [each for each in found if each.case.type in (FindingType.STRENGTH, *_CRITICAL)]
    opposed = [each for each in judged if each.case.type is not FindingType.IMPROVEMENT]
    commonest = Counter(each.case.type for each in found).most_common(1)[0][1]
    yield {
        "sentences": len(found),
        "right type": mean([float(each.is_right) for each in found]),
        "always the commonest (baseline)": commonest / len(found),
        "headings alone (baseline)": mean([float(each.by_heading is each.case.type) for each in found]),
        "wording alone": mean([float(each.by_wording is each.case.type) for each in found]),
        "strength and concern confused": mean([float(each.is_confused) for each in opposed]),
        "praise and criticism confused": mean([float(each.is_reversed) for each in judged]),
    }
