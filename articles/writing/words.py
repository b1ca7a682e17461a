"""What the scripts of the writing form say, in the active language."""

from django.utils.translation import gettext as _


def editor_words() -> dict[str, str]:
    """Return the editor's own words in the active language, for its script."""
    return {
        "heading": _("Heading"),
        "subheading": _("Subheading"),
        "quotation": _("Quotation"),
        "pullQuote": _("Pull quote"),
        "list": _("List"),
        "numbered": _("Numbered list"),
        "bold": _("Bold"),
        "italic": _("Emphasis"),
        "link": _("Link"),
        "photo": _("Photo"),
        "source": _("Source"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "toolbar": _("Formatting"),
        "placeholder": _("Write here, or paste: what does not belong is taken out and reported."),
        "linkAddress": _("Address of the link"),
        "linkRemove": _("Remove the link"),
        "linkBad": _("A link begins with https:// or mailto:, or with / inside the site."),
        "sourceText": _("What the source is; readers find it numbered at the end."),
        "insert": _("Insert"),
        "cancel": _("Cancel"),
        "pasting": _("Cleaning the pasted text…"),
        "pasteFailed": _("The server did not answer, so the text was pasted without its formatting."),
        "pictures": _("Pictures come from the photo library: use the button “Photo”."),
        "remove": _("Remove"),
        "earlier": _("Move earlier"),
        "add": _("Add…"),
        "none": _("none chosen"),
        "leave": _("What you typed is not saved yet."),
        "schedule": _("Schedule for %s"),
        "copied": _("Copied"),
        "signedOut": _("Your session has ended; what you typed is here. Sign in in another window, then press again."),
        "signIn": _("Sign in in another window"),
        "unreachable": _("The server does not answer. Nothing was sent, and what you typed is still here: try again."),
    }
