import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Force, Meaning, Mention, all_forces, find_forces, mentions, without_mentions
from corpus.forces import EVERYDAY_PLACES

PIECES = st.sampled_from(
    "Kent Stafordshire Reading in of all which forces the North South West Midlands and Wales Yorkshire Newport & - polcie".split()
)
ANY_TEXT = st.text() | st.text("Wıİiltshire &-’ſK\u212a") | st.lists(PIECES).map(" ".join)
EVERYDAY = (
    "survey surveys surveyed surreal surgery county northern western southern eastern custody essential service norm source "
    "essay sussed kentish merging derivative dorsal humbers clevely working waking eating restore consent devices workshop "
    "backing banking staff staffed borrow bottle silly brighten cartridge hovering tending midway eastbound broadband bridged "
    "southward decorum internees letterhead greenish minefield crawled shroud peddle policy policing polices greater forest "
    "valley central wellbeing standards should children"
)


def one(question: str) -> Mention:
    (found,) = mentions(question)
    return found


def ids(forces: tuple[Force, ...]) -> list[str]:
    return [each.id for each in forces]


@pytest.mark.parametrize("each", all_forces().values(), ids=lambda each: each.id)
def test_every_name_and_place_finds_its_force(each: Force) -> None:
    for name in filter(None, (each.name, each.current_name, *each.aliases)):
        assert one(f"How does {name} handle bail?").forces == (each,), name
    for name in (*each.areas, *each.places):
        found = one(f"How is bail handled in {name}?")
        assert (found.meaning, found.forces) == (Meaning.AREA, (each,)), name


@pytest.mark.parametrize(
    ("question", "force_id", "area"),
    [
        ("Wirral", "merseyside", "Wirral"),
        ("police in sefton", "merseyside", "Sefton"),
        ("Stoke police", "staffordshire", "Stoke"),
        ("the Royal Borough of Windsor", "thames-valley", "Windsor"),
        ("Cheshire West", "cheshire", "Cheshire West"),
        ("St. Albans", "hertfordshire", "St. Albans"),
        ("Manchester", "greater-manchester", "Manchester"),
        ("Greater Manchester", "greater-manchester", None),
        ("Scotland", "police-scotland", None),
        ("Staffs", "staffordshire", None),
        ("the Met Police", "metropolitan", None),
        ("West Midlands Police", "west-midlands", None),
        ("crime in the West Midlands", "west-midlands", None),
        ("North Wales", "north-wales", None),
    ],
)
def test_an_area_is_told_where_it_is_narrower_than_the_force(question: str, force_id: str, area: str | None) -> None:
    found = one(question)
    assert (ids(found.forces), found.area, found.misspelt) == ([force_id], area, False)
    assert found.meaning is (Meaning.AREA if area or question == "Scotland" else Meaning.FORCE)


@pytest.mark.parametrize(
    ("typed", "force_id"),
    [
        ("Stafordshire", "staffordshire"),
        ("mersyside", "merseyside"),
        ("Glocestershire", "gloucestershire"),
        ("Hertfordshir", "hertfordshire"),
        ("Surrry", "surrey"),
        ("Sufoolk", "suffolk"),
        ("Dorest", "dorset"),
        ("Gretaer Manchester", "greater-manchester"),
        ("North Yorkshre Police", "north-yorkshire"),
        ("Thames Valey", "thames-valley"),
        ("Devon & Cornwal", "devon-and-cornwall"),
        ("Birmingam", "west-midlands"),
        ("Wolverhamton", "west-midlands"),
        ("Liverpol", "merseyside"),
        ("Notthinghamshire’s", "nottinghamshire"),
    ],
)
def test_a_misspelt_name_is_understood_and_marked(typed: str, force_id: str) -> None:
    found = one(f"How does {typed} handle bail?")
    assert (ids(found.forces), found.misspelt) == ([force_id], True)


@pytest.mark.parametrize("typed", ["Stafordshire", "Mersyside", "Birmingam"])
def test_documents_are_not_read_with_misspellings(typed: str) -> None:
    assert mentions(typed)
    assert find_forces(typed) == ()


@pytest.mark.parametrize("word", EVERYDAY.split())
def test_everyday_words_name_no_force(word: str) -> None:
    assert mentions(f"how good is {word} here?") == ()
    assert mentions(f"{word.capitalize()} is good") == ()


@pytest.mark.parametrize("word", ["Northshire", "Eastmoor", "Herfordshire", "Kant", "Essix", "Gwnet"])
def test_what_is_near_to_no_name_or_to_two_is_no_force(word: str) -> None:
    assert mentions(f"How does {word} handle bail?") == ()


def test_what_is_a_name_is_not_another_misspelt() -> None:
    assert ids(one("Cambridge").forces) == ["cambridgeshire"]
    assert not one("Northumbria polcie").misspelt


@pytest.mark.parametrize("word", sorted(EVERYDAY_PLACES))
def test_a_place_that_is_a_word_needs_a_capital_and_a_preposition(word: str) -> None:
    assert mentions(f"{word} the letter") == ()
    assert mentions(f"in {word.lower()} the letter") == ()
    assert one(f"in {word}").area == word


@pytest.mark.parametrize(
    ("question", "text", "region"),
    [
        ("Which forces in the North West are good?", "forces in the North West", "North West"),
        ("How do the East Midlands forces do?", "the East Midlands forces", "East Midlands"),
        ("Are Welsh forces good?", "Welsh forces", "Wales"),
        ("police forces in wales", "police forces in wales", "Wales"),
        ("all Yorkshire forces", "Yorkshire forces", "Yorkshire and the Humber"),
        ("in Yorkshire and the Humber", "Yorkshire and the Humber", "Yorkshire and the Humber"),
        ("in the South East", "the South East", "South East"),
        ("forces in the West Midlands", "forces in the West Midlands", "West Midlands"),
        ("the West Midlands region", "the West Midlands region", "West Midlands"),
        ("How do London forces do?", "London forces", "London"),
        ("in the East of England", "the East of England", "East of England"),
    ],
)
def test_a_region_names_its_forces(question: str, text: str, region: str) -> None:
    found = one(question)
    assert (found.text, found.meaning) == (text, Meaning.REGION)
    assert found.forces == tuple(each for each in all_forces().values() if each.region == region)


@pytest.mark.parametrize(
    "name", ["North East Lincolnshire", "north west leicestershire", "Bath and North East Somerset"]
)
def test_a_region_does_not_swallow_a_name(name: str) -> None:
    assert one(f"bail in the {name}").text == name
    assert mentions("the South East of the town") == ()


def test_forces_that_share_a_surname_are_all_meant() -> None:
    assert ids(one("North, South and West Yorkshire").forces) == [
        "north-yorkshire",
        "south-yorkshire",
        "west-yorkshire",
    ]
    assert ids(one("north and south wales").forces) == ["north-wales", "south-wales"]


@pytest.mark.parametrize(
    "words",
    "all forces|every force|which forces|Which force|any force|across forces|nationally|forces across England|other forces|"
    "forces in England and Wales|across the country|each police force".split("|"),
)
def test_all_forces_are_none_in_particular(words: str) -> None:
    found = one(f"{words} handle bail")
    assert (found.text, found.meaning, found.forces) == (words, Meaning.ALL, ())


def test_force_that_is_used_is_no_police_force() -> None:
    assert mentions("Was any force used on detainees? Is every use of force recorded?") == ()
    assert one("use of force in the North West").text == "the North West"


@pytest.mark.parametrize(
    ("name", "likely", "others"),
    [
        ("Newport", "gwent", ["hampshire", "west-mercia"]),
        ("Newcastle", "northumbria", ["staffordshire"]),
        ("Richmond", "metropolitan", ["north-yorkshire"]),
        ("Kingston", "metropolitan", ["humberside"]),
        ("Gillingham", "kent", ["dorset"]),
        ("Ashford", "kent", ["surrey"]),
        ("London", "metropolitan", ["city-of-london"]),
        ("Newcastle-under-Lyme", "staffordshire", []),
        ("Lincoln", "lincolnshire", []),
    ],
)
def test_a_name_of_several_places_has_alternatives(name: str, likely: str, others: list[str]) -> None:
    found = one(f"crime in {name}")
    assert (ids(found.forces), ids(found.alternatives)) == ([likely], others)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("How does Stafordshire handle bail?", "How does the force handle bail?"),
        ("Is the Met Police good in Wirral?", "Is the force good in the force?"),
        ("Which forces in the North West fail?", "Which forces fail?"),
        ("How do the Welsh forces do?", "How do forces do?"),
        ("Which forces handle bail well?", "Which forces handle bail well?"),
        ("Is every force in Wales good?", "Is every force good?"),
        ("Who is wanted?", "Who is wanted?"),
    ],
)
def test_a_question_without_its_mentions_is_what_is_asked(question: str, plain: str) -> None:
    assert without_mentions(question, mentions(question)) == plain


def test_an_unlisted_force_is_found_when_asked_for() -> None:
    assert mentions("Northshire") == ()
    assert [ids(each.forces) for each in mentions("Nothshire, Kent", ("northshire",))] == [["northshire"], ["kent"]]


@given(ANY_TEXT)
def test_mentions_stand_in_the_question_and_do_not_overlap(question: str) -> None:
    end = 0
    for each in mentions(question):
        assert end <= each.start < each.end <= len(question)
        assert question[each.start : each.end] == each.text
        end = each.end
