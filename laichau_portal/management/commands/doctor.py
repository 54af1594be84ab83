from django.core import checks
from django.core.management.base import BaseCommand, CommandError

RANKS = [(checks.ERROR, "LỖI"), (checks.WARNING, "NÊN XEM"), (0, "ĐỂ Ý")]


class Command(BaseCommand):
    help = (
        "Says in Vietnamese what is wrong with this installation: settings, headers, "
        "disk, clock, backups, unsealed days, search. Changes nothing. The exit status is "
        "1 when something must be mended."
    )
    requires_system_checks = []

    def handle(self, *args, **options):
        found = checks.run_checks(include_deployment_checks=True, databases=["default"])
        spoken = [message for message in found if not message.is_silenced()]
        for message in sorted(spoken, key=lambda message: -message.level):
            rank = next(name for level, name in RANKS if message.level >= level)
            self.stdout.write(f"{rank}: {message.msg} [{message.id}]")
            if message.hint:
                self.stdout.write(f"    {message.hint}")
        if any(message.is_serious() for message in spoken):
            raise CommandError("Cần sửa những lỗi trên.")
        self.stdout.write("Không có lỗi nào phải sửa.")
