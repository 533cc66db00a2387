"""How the account of a session is read: together with its standing, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from jibungoto.kernel import clock, tenancy

from .selectors.standing import account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as the library does; every later request asks for the account only once."""

    def get_user(self, user_id: Any) -> Any:
        found = account(
            user_id=user_id, municipality_id=tenancy.current_id_or_none(), today=clock.today()
        )
        return found if found is not None and self.user_can_authenticate(found) else None
