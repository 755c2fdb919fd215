"""What Flask-Security is told about our house."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

from config import Config
from webinars.clock import utcnow

BLUEPRINT = "security"
# OWASP's profile for argon2id: 19 MiB, two passes, one lane.
ARGON2 = {"time_cost": 2, "memory_cost": 19456, "parallelism": 1}
# A thousand times cheaper: tests sign in often.
ARGON2_FOR_TESTS = {"time_cost": 1, "memory_cost": 16, "parallelism": 1}
# NIST SP 800-63B: length counts, not the kinds of characters.
SHORTEST_PASSWORD = 12
RESET_WITHIN = timedelta(minutes=10)
INVITED_WITHIN = timedelta(hours=24)
FRESH_FOR = timedelta(minutes=30)
KEPT_FOR = timedelta(days=30)
RECOVERY_CODES = 10


def security_settings(config: Config) -> dict[str, Any]:
    """Return Flask-Security's settings."""
    keys = [config.secret_key, *config.secret_key_fallbacks]
    costs = ARGON2_FOR_TESTS if config.is_testing else ARGON2
    return {
        "PERMANENT_SESSION_LIFETIME": KEPT_FOR,
        "SECURITY_BLUEPRINT_NAME": BLUEPRINT,
        "SECURITY_URL_PREFIX": "/organize",
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_POST_LOGIN_VIEW": "/organize/",
        "SECURITY_POST_VERIFY_VIEW": "/organize/account/",
        "SECURITY_POST_LOGOUT_VIEW": "/organize/login",
        "SECURITY_DATETIME_FACTORY": utcnow,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_CLI_USERS_NAME": False,
        "SECURITY_CLI_ROLES_NAME": False,
        **_password_settings(costs),
        **_second_factor_settings(config.sender.display_name, keys),
    }


def _password_settings(costs: dict[str, int]) -> dict[str, Any]:
    return {
        # Asked for, though argon2 salts by itself and never uses it.
        "SECURITY_PASSWORD_SALT": "unused",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            f"argon2__{name}": value for name, value in costs.items()
        },
        # In links stands the hash of a hash, which need not be slow again.
        "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
        "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        # Mails are ours: services.account_mails.
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_SEND_PASSWORD_RESET_EMAIL": False,
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": INVITED_WITHIN,
    }


def _second_factor_settings(issuer: str, keys: list[str]) -> dict[str, Any]:
    return {
        "SECURITY_FRESHNESS": FRESH_FOR,
        "SECURITY_FRESHNESS_GRACE_PERIOD": FRESH_FOR / 2,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        # Half a minute to either side: what a phone's clock may be wrong by.
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        # The first is the one to write with; see `factors.OneTimeCodes`.
        "SECURITY_TOTP_SECRETS": {_tag(key): _derived(key, "totp") for key in keys},
        "SECURITY_TOTP_ISSUER": issuer,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": RECOVERY_CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [
            _derived(key, "recovery codes").encode() for key in keys
        ],
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": issuer,
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
        "SECURITY_WAN_ALLOW_AS_VERIFY": "first",
        "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=5),
        "SECURITY_WAN_SIGNIN_TIMEOUT": 5 * 60 * 1000,
        "SECURITY_WAN_POST_REGISTER_VIEW": "/organize/account/",
    }


def _derived(key: str, purpose: str) -> str:
    """Return a key of its own for *purpose*, so that none is used for two things."""
    return urlsafe_b64encode(sha256(f"{purpose}|{key}".encode()).digest()).decode("ascii")


def _tag(key: str) -> str:
    return "k" + sha256(f"tag|{key}".encode()).hexdigest()[:8]
