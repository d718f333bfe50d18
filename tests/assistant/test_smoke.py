from assistant import Assistant


def test_the_question_of_the_readme(assistant: Assistant) -> None:
    answer = assistant.ask("How does Staffordshire handle wanted suspects?")
    assert answer.status == "answered"
