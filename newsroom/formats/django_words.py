"""Sentences of Django that its Arabic catalogue lacks, misspells or builds around words that do not agree.

Listed so that the house's catalogue has them; the script's share stands in ``djangojs.po`` beside it. Of a model's name
Django knows neither gender nor article, so that no verb, pronoun or adjective may lean on it («مادة … أضيف»). "and"
stands between spaces in ``get_text_list``, where و cannot: مع may.
"""

from django.utils.translation import gettext_lazy as _

THINGS = (
    _("log entry"),
    _("log entries"),
)
SENTENCES = (
    _("Conflicting form data submitted. Please try again."),
    _("Password-based authentication was disabled."),
    _("Set password: %s"),
    _("Reset password"),
    _("Set password"),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
        "authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Enable password-based authentication for this user by setting a password."),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z letters, "
        "numbers, and @/./+/-/_ characters."
    ),
    _("Enter a valid domain name."),
    _("Enter a valid %(protocol)s address."),
    _("Ensure this value is a multiple of step size %(limit_value)s."),
    _("Constraint “%(name)s” is violated."),
)
REPHRASED = (
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("…"),
    _(":?.!"),
    _("and"),
    _(
        "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. %(offset)s, "
        "%(valid_value1)s, %(valid_value2)s, and so on."
    ),
    _("%(model_name)s with this %(field_labels)s already exists."),
    _("%(model_name)s with this %(field_label)s already exists."),
    _("%(model)s instance with %(field)s %(value)r does not exist."),
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    _("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    _("Successfully deleted %(count)d %(items)s."),
    _("Select all %(total_count)s %(module_name)s"),
    _("Add another %(verbose_name)s"),
    _("Add another %(model)s"),
    _("Added {name} “{object}”."),
    _("Changed {fields} for {name} “{object}”."),
    _("Changed {fields}."),
    _("Deleted {name} “{object}”."),
    _("No fields changed."),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("You may edit it again below."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Delete?"),
    _("Has date"),
    _("Welcome,"),
    _("No, take me back"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _(
        "You are authenticated as %(username)s, but are not authorized to access this page. Would you like to login to "
        "a different account?"
    ),
    _("Start typing to filter…"),
    _("Popup closing…"),
    _("This field cannot be null."),
    _("Database error"),
    _("You don’t have permission to view or edit anything."),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
    _("Designates whether this user should be treated as active. Unselect this instead of deleting accounts."),
    _("“%(value)s” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time."),
)
