"""What the scripts of the writing form say, in the active language."""

from django.utils.translation import gettext as _


def editor_words() -> dict[str, str]:
    """Return the editor's own words in the active language, for its script."""
    return {
        **keeping_words(),
        **beside_words(),
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
        "signedOut": _("Your session has ended; what you typed is here. Sign in again, then press once more."),
        "unreachable": _("The server does not answer. Nothing was sent, and what you typed is still here: try again."),
    }


def beside_words() -> dict[str, str]:
    """Return what is said beside the text: by notes, by the preview, by the copy desk."""
    return {**note_words(), **preview_words(), **copydesk_words()}


def keeping_words() -> dict[str, str]:
    """Return what the form says about where the typed words are, and at a sign-in in between."""
    return {
        **meeting_words(),
        "keepClean": _("Nothing new was typed"),
        "keeping": _("Keeping…"),
        "saving": _("Saving…"),
        "warnNewer": _("Somebody saved it meanwhile"),
        "warnWindow": _("Open in another window"),
        "warnGone": _("Deleted meanwhile"),
        "discardAsk": _("What you typed and did not save is deleted, and nobody brings it back."),
        "discardStay": _("Keep it"),
        "discardGo": _("Delete what I typed"),
        "kept": _("Kept %s"),
        "keptHint": _("A working copy of your own: readers see nothing of it."),
        "keptSaid": _("What you typed is kept on the server."),
        "keptDevice": _("Kept on this device only: %s"),
        "allKept": _("All your words are on the server;"),
        "keptNowhere": _("In this window only: %s"),
        "whyAway": _("the server does not answer"),
        "whySignedOut": _("your session has ended"),
        "whyWindow": _("you went on in another window"),
        "whyOther": _("another account is signed in here"),
        "whyRefused": _("this account may no longer write this piece"),
        "whyLong": _("this text is too long for one piece"),
        "signInAgain": _("Sign in again"),
        "signInWhy": _("Your session has ended. Nothing you typed is lost: sign in and go on."),
        "signInAs": _("Account"),
        "signInOther": _("Another account is signed in in this browser. Sign it out in another window, then go on."),
        "signInElsewhere": _("This cannot be done here: sign in in another window, then go on."),
        "signInPress": _("You are signed in again. Press the button once more."),
        "password": _("Password"),
        "goOn": _("Go on"),
        "later": _("Later"),
        "unreachableNow": _("The server does not answer. Try again."),
    }


def meeting_words() -> dict[str, str]:
    """Return what the form says about colleagues at the same piece, and about words found on the device."""
    return {
        "alsoOpen": _("Also open: %(names)s"),
        "sinceWhen": _("%(name)s since %(time)s"),
        "savedBy": _("%(name)s saved this piece meanwhile: %(time)s. Saving will show you both texts."),
        "savedByMe": _("You saved this piece in another window meanwhile: %(time)s. Saving will show you both texts."),
        "savedBySomebody": _("Somebody saved this piece meanwhile. Saving will show you both texts."),
        "journalFound": _("Words of %(time)s stand on this device and never reached the server."),
        "journalOther": _("Words of another window, %(time)s, which this one has gone over."),
        "journalBefore": _("Words of %(time)s, which stood in the form before others took their place."),
        "journalShut": _("This browser cannot put by what stands in the form, so nothing was changed. Save it first."),
        "journalTake": _("Take into the form"),
        "journalDrop": _("Let them go"),
        "journalOpen": _("Open"),
        "journalPiece": _("“%(title)s”: words of %(time)s stand on this device only."),
        "journalUnread": _("What differs cannot be shown while the server does not answer."),
        "untitled": _("Without a title"),
        "whatDiffers": _("What differs"),
        "gone": _("Somebody has deleted this piece. Your text is still here: saving makes a new piece."),
    }


def note_words() -> dict[str, str]:
    """Return what the form says about notes to colleagues."""
    return {
        "noteSending": _("Adding the note…"),
        "noteSaid": _("Your note stands beside the piece."),
        "noteFailed": _("The note did not reach the server. It is still here: try again."),
        "noteDemanded": _("Say in the note what to change; then return the piece."),
    }


def preview_words() -> dict[str, str]:
    """Return why the preview shows what stood there before."""
    return {
        "previewAway": _("The server does not answer: this is how it looked last."),
        "previewSignedOut": _("Your session has ended: this is how it looked last."),
        "previewRefused": _("This account may not see this: this is how it looked last."),
    }


def copydesk_words() -> dict[str, str]:
    """Return what the form says when something that the copy desk found is mended or left."""
    return {
        "findingGone": _("The text has changed there meanwhile; the list is being read anew."),
        "findingMended": _("Mended: “%(was)s” became “%(becomes)s”."),
        "findingTaken": _("Taken out: “%(was)s”."),
        "findingsMended": _("Mended: %s places in the text."),
        "findingsUndone": _("Undone: the text stands as before."),
        "findingQuoted": _("This stands in a quotation, whose words are not ours. Mend it?"),
        "findingMend": _("Mend"),
        "findingsAsk": _("What will change. Take the tick from what shall stay."),
        "findingsQuoted": _("In quotations, whose words are not ours"),
        "findingsMend": _("Mend what is ticked"),
        "findingLeft": _("Left as it is. It is remembered when you save."),
    }
