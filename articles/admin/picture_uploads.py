"""How pictures come into the library: many at once, or one out of the editor."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from .picture_forms import (
    EditorUploadForm,
    ManyForm,
    WordsForm,
    known_sentence,
    stored_or_known,
)

MAY_NOT = "Tài khoản của bạn không được tải ảnh lên."


class WithUploads:
    """For the admin of pictures."""

    def upload_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("tai-len/", wrap(self.upload), name="articles_image_upload"),
            path("tai-nhieu/", wrap(self.upload_many), name="articles_image_many"),
        ]

    @method_decorator(require_POST)
    def upload(self, request):
        """What CKEditor's picture dialog sends: {"uploaded": 1, "url"} or a sentence."""
        if not self.has_add_permission(request):
            return refusal(MAY_NOT, 403)
        form = EditorUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return refusal(form.errors["upload"][0], 400)
        file = form.cleaned_data["upload"]
        try:
            image, is_known = stored_or_known(file, request.user)
        except ValidationError as error:
            return refusal(error.messages[0], 400)
        if not is_known:
            self.log_addition(request, image, [{"added": {}}])
        return JsonResponse(
            {"uploaded": 1, "fileName": file.name, "url": image.file.url}
        )

    @method_decorator(require_POST)
    def upload_many(self, request):
        """
        Files from the list's drop zone. js/picture-upload.js sends one at a time and
        gets JSON; a browser without it sends all and comes back to the list.
        """
        wants_json = "application/json" in request.headers.get("Accept", "")
        form = ManyForm(request.POST, request.FILES)
        if not self.has_add_permission(request):
            results = [result("", "refused", MAY_NOT)]
        elif not form.is_valid():
            results = [result("", "refused", form.errors["files"][0])]
        else:
            results = [self.take(request, file) for file in form.cleaned_data["files"]]
        if wants_json:
            return JsonResponse(results[0])
        for each in results:
            messages.add_message(request, LEVELS[each["state"]], sentence_of(each))
        return redirect("admin:articles_image_changelist")

    def take(self, request, file):
        try:
            image, is_known = stored_or_known(file, request.user)
        except ValidationError as error:
            return result(file.name, "refused", error.messages[0])
        if is_known:
            url = reverse("admin:articles_image_change", args=[image.pk])
            card = self.card(request, image)
            return result(file.name, "known", known_sentence(image), url=url, card=card)
        self.log_addition(request, image, [{"added": {}}])
        return result(
            file.name, "stored", "Đã tải lên.", card=self.card(request, image)
        )

    def card(self, request, image, form=None):
        """The picture as it stands in the list; as in the dialog, for ?chon=1."""
        image.places = getattr(image, "places", [])
        image.words = form or WordsForm(instance=image)
        template = "_choice" if "chon" in request.GET else "_card"
        return render_to_string(
            f"admin/articles/image/{template}.html",
            {"image": image, "may_change": self.has_change_permission(request)},
            request,
        )


LEVELS = {
    "stored": messages.SUCCESS,
    "known": messages.INFO,
    "refused": messages.ERROR,
}


def result(name, state, message, **more):
    return {"name": name, "state": state, "message": message, **more}


def sentence_of(result):
    name = f"{result['name']}: " if result["name"] else ""
    return f"{name}{result['message']}"


def refusal(sentence, status):
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=status)
