import secrets
import sys

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.signin import second_factor


class Command(BaseCommand):
    help = (
        "Makes the administrator NAME with a random password, printed this once. An "
        "account that exists is left as it is, unless --reset is given: that makes it "
        "an administrator with a new password, without a second factor, and ends its "
        "sessions."
    )

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument(
            "--stdin", action="store_true", help="read the password from standard input"
        )
        parser.add_argument(
            "--reset", action="store_true", help="let a lost account in again"
        )

    @transaction.atomic
    def handle(self, *, name, stdin, reset, **options):
        users = get_user_model()
        user = users.objects.filter(username=name).first()
        if user and not reset:
            self.stdout.write(f"Tài khoản {name} đã có; --reset đặt lại mật khẩu.")
            return
        user = user or users(username=name)
        password = sys.stdin.readline().rstrip("\n") if stdin else new_password()
        self.save(user, password)
        self.stdout.write(f"Quản trị cổng: {name}")
        if not stdin:
            self.stdout.write(f"Mật khẩu (chỉ in lần này): {password}")

    def save(self, user, password):
        user.is_active = user.is_staff = user.is_superuser = True
        user.set_password(password)
        try:
            validate_password(password, user)
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        second_factor.take_away(user)


def new_password():
    """Four groups that can be read aloud: 20 characters of 32, 100 bits."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join(
        "".join(secrets.choice(letters) for _ in range(5)) for _ in range(4)
    )
