"""
Static files: hashed names that browsers may hold for ever, compressed once. CKEditor is
the exception: it asks for its parts by path, and most of them nobody needs.
"""

import re

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

CKEDITOR = "ckeditor/"
# What a browser asks for with the setup in settings.CKEDITOR_CONFIGS; a browser test
# uses the editor and fails when something is missing.
CKEDITOR_FILES = re.compile(
    r"ckeditor/(ckeditor-init\.js|ckeditor\.css|fixups\.js)"
    r"|ckeditor/ckeditor/(ckeditor\.js|LICENSE\.md|lang/vi\.js|skins/moono-lisa/.*)"
    r"|ckeditor/ckeditor/plugins/"
    r"(a11yhelp|autogrow|clipboard|dialog|divarea|find|image2|link|magicline|pastefromgdocs"
    r"|pastefromlibreoffice|pastefromword|pastetools|table|tableselection|tabletools|widget)"
    r"/((?!.*lang/).*|.*lang/vi\.js)"
)


class AppFinder(AppDirectoriesFinder):
    """Files of the applications, of CKEditor only what its setup loads."""

    def list(self, ignore_patterns):
        for path, storage in super().list(ignore_patterns):
            if not is_ckeditor(path) or CKEDITOR_FILES.fullmatch(path):
                yield path, storage


class Storage(CompressedManifestStaticFilesStorage):
    """Names with a hash and compressed twins, for all files but CKEditor's."""

    # Nothing asks for the names without a hash; compressing those too takes as long again.
    keep_only_hashed_files = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.urls = {}

    def post_process(self, paths, *args, **kwargs):
        own = {path: found for path, found in paths.items() if not is_ckeditor(path)}
        yield from super().post_process(own, *args, **kwargs)

    def url(self, name, force=False):
        """The address; worked out once, since a page asks for dozens and none changes."""
        if settings.DEBUG or force:
            return super().url(name, force)
        if name not in self.urls:
            self.urls[name] = super().url(name)
        return self.urls[name]

    def stored_name(self, name):
        return name if is_ckeditor(name) else super().stored_name(name)


def is_ckeditor(path):
    return path.startswith(CKEDITOR)
