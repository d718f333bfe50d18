"""What every download of a page has in common."""

import pytest

from screens.downloads import LONGEST_NAME, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kent Police: what inspections found", "Kent Police what inspections found.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('A\\B:C*D?"E"<F>|G\n\x00H', "A B C D E F G H.pdf"),
        ("Föderation, (Nr. 1) it’s", "Föderation, (Nr. 1) it’s.pdf"),
        ("", "Inspections.pdf"),
        ("?!", "Inspections.pdf"),
        ("...", "Inspections.pdf"),
        (f"{'x' * (LONGEST_NAME - 1)} y", f"{'x' * (LONGEST_NAME - 1)}.pdf"),
    ],
)
def test_a_title_is_the_name_of_a_file_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title, "pdf") == name
