import pytest

from assistant.asked import Asked, asked_for, has_it


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many crime prevention advisors are there?", Asked.NUMBER),
        ("What is the total of outstanding suspects?", Asked.NUMBER),
        ("How many days does an officer have?", Asked.DURATION),
        ("How long do callers wait?", Asked.DURATION),
        ("How quickly do officers attend?", Asked.DURATION),
        ("How often do partners meet?", Asked.FREQUENCY),
        ("What percentage of burglaries is solved?", Asked.SHARE),
        ("What is the detection rate?", Asked.SHARE),
        ("How much does the team cost?", Asked.MONEY),
        ("What is the force's annual budget?", Asked.MONEY),
        ("Who supervises investigations?", Asked.PERSON),
        ("And who runs the team?", Asked.PERSON),
        ("When was the policy introduced?", Asked.TIME),
        ("In what year did this start?", Asked.TIME),
        ("What is the database called?", Asked.NAME),
        ("Where are the teams based?", Asked.NAME),
        ("Which agencies does the force work with?", Asked.WHICH),
        ("What kinds of incident are attended?", Asked.WHICH),
        ("Why are suspects not arrested?", Asked.REASON),
        ("What led to the new policy?", Asked.REASON),
        ("Is Staffordshire better than other forces?", Asked.COMPARISON),
        ("Has burglary risen or fallen?", Asked.COMPARISON),
        ("What grade did the force get?", Asked.GRADE),
        ("Was the force rated outstanding?", Asked.GRADE),
        ("How does Staffordshire handle wanted suspects?", Asked.ANYTHING),
        ("Does the force identify vulnerable victims?", Asked.ANYTHING),
        ("wanted suspects", Asked.ANYTHING),
        ("", Asked.ANYTHING),
    ],
)
def test_the_words_of_a_question_tell_what_kind_of_answer_it_wants(question: str, kind: Asked) -> None:
    assert asked_for(question) is kind
    assert asked_for(question.upper()) is kind


@pytest.mark.parametrize(
    ("kind", "question", "text", "expected"),
    [
        (Asked.NUMBER, "How many design advisors are there?", "It is moving to eight dedicated design advisors.", True),
        (Asked.NUMBER, "How many design advisors are there?", "There are 8 advisors.", True),
        (Asked.NUMBER, "How many design advisors are there?", "Advisors work with partners.", False),
        (
            Asked.NUMBER,
            "How many tasers are there?",
            "It has eight advisors in the whole of the county, and tasers.",
            False,
        ),
        (Asked.NUMBER, "How many suspects are wanted?", "In 2014 suspects were wanted.", False),
        (Asked.NUMBER, "How many suspects are wanted?", "It could not give the number of named suspects.", True),
        (Asked.SHARE, "What share is solved?", "Some 12 per cent were solved.", True),
        (Asked.SHARE, "What share is solved?", "Twelve were solved.", False),
        (Asked.DURATION, "How long does it take?", "It takes 15 minutes.", True),
        (Asked.DURATION, "How long does it take?", "It takes too long.", False),
        (Asked.FREQUENCY, "How often is it checked?", "There are regular meetings.", True),
        (Asked.FREQUENCY, "How often is it checked?", "It is checked.", False),
        (Asked.MONEY, "What does it cost?", "It cost £2m.", True),
        (Asked.MONEY, "What does it cost?", "It cost a lot.", False),
        (Asked.TIME, "When was it?", "It was in March.", True),
        (Asked.TIME, "When was it?", "It was before.", False),
        (Asked.NAME, "What is it called?", "The system (E-CINS) is shared.", True),
        (Asked.NAME, "What is it called?", "the system is shared", False),
        (Asked.REASON, "Why is it late?", "It is late because staff left.", True),
        (Asked.REASON, "Why is it late?", "It is late.", False),
        (Asked.GRADE, "What grade was it?", "HMIC rated it good.", True),
        (Asked.GRADE, "What grade was it?", "HMIC said it was good.", False),
        (Asked.COMPARISON, "Is it better than others?", "It does more than other forces.", True),
        (Asked.COMPARISON, "Is it better than others?", "It does much.", False),
        (Asked.PERSON, "Who decides?", "Supervisors decide.", True),
        (Asked.PERSON, "Who decides?", "It is decided.", False),
        (Asked.WHICH, "Which are they?", "Offences such as theft.", True),
        (Asked.WHICH, "Which are they?", "Offences of all sorts.", False),
        (Asked.ANYTHING, "How is it?", "", True),
    ],
)
def test_a_text_has_what_is_asked_for_or_not(kind: Asked, question: str, text: str, expected: bool) -> None:
    assert has_it(kind, question, text) is expected


def test_a_question_without_a_thing_to_count_takes_any_number() -> None:
    assert has_it(Asked.NUMBER, "How many?", "There were nine of them.")
    assert not has_it(Asked.NUMBER, "How many?", "There were some of them.")
