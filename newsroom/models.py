"""The register of floor 1's models, for Django to find."""

from newsroom.accounts import User
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.pagecache import SiteVersion
from newsroom.redirects import Redirect
from newsroom.secondfactor import RecoveryCode

__all__ = ["Photo", "RecoveryCode", "Redirect", "SiteSettings", "SiteVersion", "User"]
