from evals.statements import StatementCase, load_statements, statement_rows
from index import Index

LIMITED = "There was limited evidence that activity had been documented or properly supervised in a number of cases."


def test_verdicts_are_counted_against_the_right_ones(letter_index: Index) -> None:
    cases = (
        StatementCase(id="1", statement=LIMITED, verdict="supported"),
        StatementCase(id="2", statement=LIMITED, verdict="contradicted"),
        StatementCase(id="3", statement=f"“{LIMITED.replace('limited', 'clear')}”", verdict="misquoted"),
        StatementCase(id="4", statement="Staffordshire runs a dog section with forty handlers.", verdict="not_found"),
    )
    *by_verdict, summary = statement_rows(cases, letter_index)
    assert by_verdict[1]["right verdict"] == "contradicted"
    assert by_verdict[1]["supported"] == 1
    assert summary["right verdict"] == 0.75
    assert summary["contradicted or not found called supported"] == 0.5
    assert summary["supported called contradicted"] == 0.0


def test_the_halves_share_no_statement() -> None:
    tuning, reporting = load_statements("tuning"), load_statements("reporting")
    assert (len(tuning), len(reporting)) == (205, 75)
    assert not {case.statement for case in tuning} & {case.statement for case in reporting}
    assert not {case.paragraph for case in tuning if case.paragraph} & {case.paragraph for case in reporting}
