"""What can be wrong with a language model; each is told with its remedy.

InspectionError
├── UnusableModel
│   └── UnusableLanguageModel   MODEL or what it needs is wrong; told before any question is asked
└── ModelFault                  the model broke off or did not answer
    ├── NotAccepted             the server takes no such request
    └── ContextTooLong          the texts are longer than the model can read
"""

from corpus import InspectionError, UnusableModel


class UnusableLanguageModel(UnusableModel):
    """MODEL names no model that can be used."""


class ModelFault(InspectionError):
    """The model broke off, or did not answer. `pause`: seconds after which another try may help; None: it will not."""

    def __init__(self, problem: str, remedy: str, pause: float | None = None) -> None:
        super().__init__(problem, remedy)
        self.pause = pause


class NotAccepted(ModelFault):
    """The server takes no such request."""


class ContextTooLong(ModelFault):
    """The texts are longer than the model can read."""
