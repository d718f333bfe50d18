"""Numbers as lists and notes print them."""

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
MAX_NUMBER = 10_000  # above this, a number that a damaged file asks for


def printed(number: int, format: str) -> str:
    """A number in one of Word's formats (ECMA-376 part 1, 17.18.59); figures for those we do not know."""
    if not 0 < number <= MAX_NUMBER:
        return str(number)
    match format:
        case "lowerLetter" | "upperLetter":  # a, …, z, aa, bb, …
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letters if format == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(number) if format == "lowerRoman" else _roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case "ordinal":
            return f"{number}{'th' if number % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
        case "chicago":  # for footnotes: * † ‡ §, then each twice, …
            return "*\u2020\u2021\u00a7"[(number - 1) % 4] * ((number - 1) // 4 + 1)
    return str(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        numeral += letters * (number // value)
        number %= value
    return numeral
