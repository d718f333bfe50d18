"""What a document's plain text looks like: the measure for what stands out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.layout.line import Line, Page

LARGER = 1.08  # times the text's size
DEFAULT_LEADING = 1.2  # times the size: where a document has too few lines to tell


@dataclass(frozen=True, slots=True)
class Looks:
    """The size and font of most of the text, and its leading (from line to line), in points."""

    size: float
    font: str
    bold: bool
    leading: float

    @classmethod
    def of(cls, pages: Sequence[Page]) -> "Looks":
        """The looks of these pages' text, by the number of characters."""
        lines = [line for page in pages for line in page.lines]
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size)] += len(line.text)
        size = sizes.most_common(1)[0][0] if sizes else 12.0
        body = [line for line in lines if abs(line.size - size) <= 0.06 * size + 0.5]
        fonts: Counter[tuple[str, bool]] = Counter()
        for line in body:
            fonts[line.font, line.bold] += len(line.text)
        font, bold = fonts.most_common(1)[0][0] if fonts else ("", False)
        return cls(size, font, bold, _leading(pages, size))

    def is_body_size(self, line: Line) -> bool:
        """Whether a line is as large as most of the text, give or take what fonts differ by."""
        return abs(line.size - self.size) <= 0.08 * self.size + 0.5

    def is_large(self, line: Line) -> bool:
        """Whether a line is larger than the text: a heading's."""
        return line.size >= LARGER * self.size + 0.5

    def leading_of(self, line: Line) -> float:
        """The usual distance from a line of this size to the next."""
        return self.leading * max(0.6, line.size / self.size)


def _leading(pages: Iterable[Page], size: float) -> float:
    steps: Counter[float] = Counter()
    for page in pages:
        for before, after in zip(page.lines, page.lines[1:], strict=False):
            step = before.bottom - after.bottom
            if abs(before.size - after.size) < 1 and abs(after.size - size) < 1.5 and 0 < step < 2.5 * size:
                steps[round(step * 2) / 2] += 1
    return steps.most_common(1)[0][0] if steps else DEFAULT_LEADING * size
