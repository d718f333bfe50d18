"""Who is signed in, told at the top of every screen, with the way out; nothing where nobody signs in."""

import gradio as gr

from screens.panes import pane, scripts
from screens.render import template
from screens.viewer import SignIn, person_of, sign_in


def build_signed_in() -> None:
    """Lay it out inside the current `gr.Blocks`."""
    if sign_in() is SignIn.NONE:
        return
    shown = pane("", "signed-in", scripts("signed_in.js"))
    if context := gr.context.Context.root_block:
        context.load(signed_in, None, shown, show_progress="hidden", api_visibility="private")


def signed_in(visit: gr.Request) -> str:
    """The name and the role of whoever looks; the way out is the proxy's own where that signs people in."""
    leaves = sign_in() is SignIn.ACCOUNTS
    return template("signed_in.html").render(person=person_of(visit), leaves=leaves)
