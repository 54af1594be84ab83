import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from articles.demo import history, loader

USERNAME = "bientap"


class Command(BaseCommand):
    help = (
        "Loads demo content (articles, pictures, places, visits) that is not there yet, "
        "and makes the editor account 'bientap' with a random password. Changes "
        "nothing that exists. Not for a public installation."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--account-file",
            type=Path,
            help="keep name and password of the account in this file (mode 600)",
        )

    def handle(self, *args, account_file, **options):
        loader.load(self.stdout.write)
        if days := history.load():
            self.stdout.write(f"Lượt truy cập và đánh giá của {days} ngày")
        self.stdout.write(make_account(account_file))


def make_account(account_file):
    """The sentence that tells how to sign in."""
    users = get_user_model().objects
    if not users.filter(username=USERNAME).exists():
        password = secrets.token_urlsafe(12)
        users.create_superuser(USERNAME, password=password, first_name="Hoa Ban")
        sentence = f"Tài khoản biên tập: {USERNAME}, mật khẩu: {password}"
        if account_file:
            write_secretly(account_file, sentence)
        return sentence
    if account_file and account_file.exists():
        return account_file.read_text().strip()
    return (
        f"Tài khoản biên tập: {USERNAME}, mật khẩu đã in ở lần đầu "
        f"(đặt lại: manage.py changepassword {USERNAME})"
    )


def write_secretly(path, text):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as file:
        file.write(text + "\n")
