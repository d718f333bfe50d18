import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Force, all_forces, find_forces, force, force_names, without_forces
from corpus.forces import EVERYDAY_WORDS, NEEDS_CAPITALS, unlisted_forces

PIECES = st.sampled_from("Kent Reading Bath in of Stoke on Trent - & Devon and Cornwall police Met the".split())
ANY_TEXT = st.text() | st.text("Wıİiltshire &-’ſK\u212a") | st.lists(PIECES).map(" ".join)


def ids(text: str, *unlisted: str) -> list[str]:
    return [found.id for found in find_forces(text, unlisted)]


def names_of(each: Force) -> list[str]:
    return [name for name in (each.name, each.current_name, *each.aliases) if name]


def test_the_43_forces_and_those_near_them_are_there() -> None:
    assert len([each for each in all_forces().values() if each.region]) == 43
    assert {"btp", "police-scotland", "northern-ireland"} <= set(all_forces())
    assert {"staffordshire", "metropolitan", "btp", "city-of-london"} <= set(all_forces())


@pytest.mark.parametrize("each", all_forces().values(), ids=lambda each: each.id)
def test_every_name_of_a_force_finds_it_alone(each: Force) -> None:
    for name in names_of(each):
        assert ids(f"How does {name} handle bail?") == [each.id], name


@pytest.mark.parametrize("each", all_forces().values(), ids=lambda each: each.id)
def test_every_area_of_a_force_finds_it_alone(each: Force) -> None:
    for area in each.areas:
        assert ids(f"How is bail handled in {area}?") == [each.id], area


@pytest.mark.parametrize("each", all_forces().values(), ids=lambda each: each.id)
def test_names_are_found_in_lower_case_unless_they_are_words(each: Force) -> None:
    for name in {*names_of(each), *each.areas} - NEEDS_CAPITALS - EVERYDAY_WORDS:
        assert ids(f"how is bail handled in {name.lower()}?") == [each.id], name


@pytest.mark.parametrize("word", sorted(EVERYDAY_WORDS | NEEDS_CAPITALS))
def test_a_word_that_is_also_a_name_is_a_word_in_lower_case(word: str) -> None:
    assert ids(f"the force was good at {word.lower()} in the end") == []


@pytest.mark.parametrize("word", sorted(EVERYDAY_WORDS))
def test_an_everyday_word_is_a_place_after_a_preposition_only(word: str) -> None:
    assert ids(f"{word} the letter") == []
    assert len(ids(f"In {word}, files are late")) == 1
    assert len(ids(f"crime around\n{word}")) == 1


@pytest.mark.parametrize(
    "text", ["The force met its targets", "MPs and beds", "Kentish men", "Essexes", "Suffolks", ""]
)
def test_other_words_name_no_force(text: str) -> None:
    assert ids(text) == []


def test_forces_come_in_the_order_of_their_first_mention() -> None:
    assert ids("Kent, then Essex Police; Kent again, Stoke, Staffs") == ["kent", "essex", "staffordshire"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Newcastle-under-Lyme", ["staffordshire"]),
        ("Newcastle under Lyme", ["staffordshire"]),
        ("Newcastle", ["northumbria"]),
        ("Bury St Edmunds", ["suffolk"]),
        ("Stoke Newington", ["metropolitan"]),
        ("North East Lincolnshire", ["humberside"]),
        ("Devon & Cornwall Police", ["devon-and-cornwall"]),
        ("DEVON AND CORNWALL", ["devon-and-cornwall"]),
        ("King’s Lynn", ["norfolk"]),
        ("Stoke‑on‑Trent", ["staffordshire"]),
        ("Staffordshire\nPolice’s", ["staffordshire"]),
        ("the City of London Police", ["city-of-london"]),
        ("West\u00a0Mercia", ["west-mercia"]),
        ("Chester-le-Street", ["durham"]),
        ("Sutton Coldfield", ["west-midlands"]),
        ("Newport Pagnell", ["thames-valley"]),
        ("Bradford on Avon", ["wiltshire"]),
        ("Melton Mowbray", ["leicestershire"]),
    ],
)
def test_the_longest_name_wins_in_any_spelling(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize("text", ["Northshire Police", "how is northshire doing?", "Northshire Constabulary’s"])
def test_an_unlisted_force_is_found_when_asked_for(text: str) -> None:
    assert ids(text) == []
    assert ids(text, "northshire", "isle-of-man") == ["northshire"]


def test_an_unlisted_force_is_known_by_its_id() -> None:
    assert force("isle-of-wight").name == "Isle Of Wight Police"
    assert force("staffordshire").name == "Staffordshire Police"


@pytest.mark.parametrize(
    ("each", "short"),
    [
        ("staffordshire", "Staffordshire"),
        ("metropolitan", "Metropolitan"),
        ("dyfed-powys", "Dyfed-Powys"),
        ("northshire", "Northshire"),
    ],
)
def test_a_short_name_has_no_police_in_it(each: str, short: str) -> None:
    assert force(each).short_name == short


@pytest.mark.parametrize(
    ("given_ids", "expected"),
    [
        ([], ""),
        (["kent"], "Kent Police"),
        (["essex", "kent"], "Essex Police and Kent Police"),
        (["essex", "kent", "northshire"], "Essex Police, Kent Police and Northshire Police"),
    ],
)
def test_forces_are_listed_for_reading(given_ids: list[str], expected: str) -> None:
    assert force_names(given_ids) == expected


def test_a_question_without_its_forces_is_what_is_asked() -> None:
    assert without_forces("How does Staffordshire handle bail?") == "How does the force handle bail?"
    assert without_forces("Reading files in Reading") == "Reading files in the force"
    assert without_forces("Has northshire improved?", ("northshire",)) == "Has the force improved?"
    assert without_forces("Who is wanted?") == "Who is wanted?"


@given(ANY_TEXT)
def test_any_text_can_be_searched_for_forces(text: str) -> None:
    assert set(ids(without_forces(text))) == set()
    assert not ids(text) or " force" in f" {without_forces(text)}"


@pytest.mark.parametrize("text", ["Wıltshire", "WİLTSHIRE", "Wiltſhire", "\u212aent"])
def test_letters_that_only_look_alike_do_no_harm(text: str) -> None:
    assert ids(text) in (["wiltshire"], ["kent"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chief Constable, Northshire Police", ("northshire",)),
        ("Temporary Chief Constable Northshire Police", ("northshire",)),
        ("Northshire Police Headquarters", ("northshire",)),
        ("North Eastmoor Constabulary and Northshire Police", ("north-eastmoor", "northshire")),
        ("Isle of Skye Constabulary", ("isle-of-skye",)),
        ("Staffordshire Police and Manchester Police", ()),
        ("The Police, the police and National Police Chiefs", ()),
        ("Her Majesty's Inspectorate of Constabulary", ()),
    ],
)
def test_forces_that_the_table_lacks_are_known_by_their_full_names(text: str, expected: tuple[str, ...]) -> None:
    assert unlisted_forces(text) == expected


@pytest.mark.parametrize(
    ("force_id", "areas"),
    [
        ("merseyside", "Knowsley|Liverpool|St Helens|St. Helens|Sefton|Wirral"),
        ("metropolitan", "Barking and Dagenham|Bexley|Hammersmith and Fulham|Kingston upon Thames|Sutton|Westminster"),
        ("thames-valley", "Windsor and Maidenhead|Wokingham|West Berkshire|Milton Keynes|Vale of White Horse|Wycombe"),
        ("cleveland", "Stockton-on-Tees|Stockton-On-Tees|Redcar and Cleveland|Middlesbrough|Hartlepool"),
        ("hampshire", "Isle of Wight|Basingstoke and Deane|Hart|New Forest|Rushmoor|Test Valley"),
        ("surrey", "Elmbridge|Mole Valley|Reigate and Banstead|Spelthorne|Waverley"),
        ("dorset", "Bournemouth, Christchurch and Poole|Dorset|Purbeck"),
        ("cumbria", "Cumberland|Westmorland and Furness|Eden|Allerdale"),
        ("devon-and-cornwall", "Torbay|Isles of Scilly|South Hams|Teignbridge"),
        ("leicestershire", "Rutland|Hinckley and Bosworth|Oadby and Wigston|Melton"),
        ("northamptonshire", "North Northamptonshire|West Northamptonshire|Daventry"),
        ("south-wales", "Rhondda Cynon Taf|Neath Port Talbot|Vale of Glamorgan"),
        ("north-wales", "Conwy|Gwynedd|Isle of Anglesey|Ynys Môn"),
        ("sussex", "Brighton and Hove|Adur|Arun|Rother|Wealden"),
        ("essex", "Thurrock|Southend-on-Sea|Epping Forest|Castle Point"),
    ],
)
def test_councils_lead_to_the_force_that_polices_them(force_id: str, areas: str) -> None:
    for area in areas.split("|"):
        assert ids(f"Joint targeted area inspection of {area}") == [force_id], area


def test_no_area_is_policed_by_two_forces() -> None:
    areas = [area for each in all_forces().values() for area in each.areas]
    assert len(areas) == len(set(areas))


def test_what_people_ask_with_is_not_looked_for_in_documents() -> None:
    assert ids("Mr Kingston of Stafordshire wrote to all forces in the North West and to Wellington") == []


def test_a_place_that_forces_share_is_likelier_one_of_them() -> None:
    likely = {name for each in all_forces().values() for name in (*each.areas, *each.places)}
    assert {name for each in all_forces().values() for name in each.shared} <= likely


def test_no_place_is_listed_twice() -> None:
    places = [name for each in all_forces().values() for name in (*each.areas, *each.places)]
    assert len(places) == len(set(places))
