"""Readers, editors, beacons and uploads at a real portal, which note what was accepted."""

import http.cookiejar
import json
import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException

from tests.builders import picture_file
from tests.live import NoRedirect

AGENT = "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/100.0 Mobile"
BOUNDARY = "ranh-gioi-cua-cac-phan"
SIGN_IN = "/quan-tri/tai-khoan/dang-nhap/"
ADD = "/quan-tri/articles/article/add/"
UPLOAD = "/quan-tri/articles/image/tai-len/"
PAGES = [
    *("/", "/rss/", "/sitemap.xml", "/thong-ke/", "/luu-tru/", "/dia-phuong/"),
    *("/tim-kiem/?q=tin", "/tim-kiem/goi-y/?q=tin", "/khong-co/", "/gop-y/"),
]
BROKEN = 0  # the connection ended without an answer


class Client:
    """A browser with cookies. ask() gives (status, headers, body)."""

    def __init__(self, site):
        self.site = site
        self.jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(
            NoRedirect, urllib.request.HTTPCookieProcessor(self.jar)
        )

    def ask(self, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {"User-Agent": AGENT, "Origin": self.site.url, **headers}
        request = urllib.request.Request(self.site.url + path, body, headers)
        try:
            with self.browser.open(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()
        except (OSError, HTTPException):
            return BROKEN, {}, b""

    def send(self, path, fields, **headers):
        """A form with the token of the cookie."""
        token = {cookie.name: cookie.value for cookie in self.jar}.get("csrftoken", "")
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self.ask(path, body, X_CSRFToken=token, **headers)


class Load:
    """`accepted`: what was answered as done; `failures`: (time, who, status)."""

    def __init__(self, site, seed, *, article, category, author, readers=4):
        self.site, self.seed = site, seed
        self.article, self.category, self.author = article, category, author
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.accepted = {"views": 0, "votes": 0, "articles": [], "uploads": []}
        self.answers, self.failures, self.leaks = {}, [], []
        workers = [*[self.read] * readers, *[self.beacons] * 2, self.votes]
        workers += [self.edit, self.upload]
        self.threads = [
            threading.Thread(target=worker, args=(random.Random(f"{seed} {number}"),))
            for number, worker in enumerate(workers)
        ]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def note(self, who, answer):
        """The status; whatever is no answer of a sound portal is noted with its time."""
        status, _, body = answer
        with self.lock:
            self.answers[who, status] = self.answers.get((who, status), 0) + 1
            if status == BROKEN or status >= 500:
                self.failures.append((time.monotonic(), who, status))
            if b"Traceback" in body or b"psycopg" in body:
                self.leaks.append((who, status))
        return status

    def read(self, chance):
        client = Client(self.site)
        while not self.over.is_set():
            path = chance.choice([*PAGES, f"/tin-tuc/x-{self.article}/"])
            self.note("reader", client.ask(path))

    def beacons(self, chance):
        client = Client(self.site)
        body = json.dumps({"article": self.article, "path": "/", "width": 360}).encode()
        while not self.over.is_set():
            headers = self.sender(chance) | {"Content_Type": "application/json"}
            status = self.note("beacon", client.ask("/luot-xem/", body, **headers))
            self.accepted_one("views", status == 200)

    def votes(self, chance):
        while not self.over.is_set():
            client = Client(self.site)  # no cookie: a voter of its own
            score = f"score={chance.randint(1, 5)}".encode()
            path = f"/danh-gia/{self.article}/"
            status = self.note("vote", client.ask(path, score, **self.sender(chance)))
            self.accepted_one("votes", status == 303)

    def sender(self, chance):
        """Headers of a reader whom nobody has seen before."""
        address = ".".join(str(chance.randint(1, 254)) for _ in range(4))
        return {"X_Forwarded_For": address, "Sec_Fetch_Site": "same-origin"}

    def accepted_one(self, kind, is_accepted):
        with self.lock:
            self.accepted[kind] += is_accepted

    def edit(self, chance):
        client, number = self.signed_in(), 0
        while not self.over.is_set():
            number += 1
            title = f"Bài {self.seed} {number}"
            status, headers, _ = answer = client.send(ADD, self.form(title))
            self.note("editor", answer)
            # Back on the form with a fault in it would be a 200.
            if status == 302 and "dang-nhap" not in headers["Location"]:
                self.accepted["articles"].append(title)
            time.sleep(0.2)

    def form(self, title):
        return {
            "based_on": 0,
            "title": title,
            "lead": "Sapô.",
            "body": "<p>Nội dung.</p>",
            "kind": "ordinary",
            "category": self.category,
            "authors": self.author,
            "source_name": "laichau.gov.vn",
            "allows_rating": "on",
            "_publish": "1",
        }

    def upload(self, chance):
        client, number = self.signed_in(), 0
        while not self.over.is_set():
            number += 1
            picture = picture_file(size=(320 + number, 240)).read()
            head = (
                f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=upload; "
                'filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
            )
            body = head.encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()
            token = {cookie.name: cookie.value for cookie in client.jar}["csrftoken"]
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            answer = client.ask(UPLOAD, body, Content_Type=kind, X_CSRFToken=token)
            if self.note("upload", answer) == 200:
                self.accepted["uploads"].append(json.loads(answer[2])["url"])
            time.sleep(0.5)

    def signed_in(self):
        """A Client of an editor; the portal may be away while it signs in."""
        while True:
            client = Client(self.site)
            client.ask(SIGN_IN)
            fields = {"login": "bientap", "password": "mat-khau-rat-dai-1"}
            status, headers, _ = client.send(SIGN_IN, fields)
            if status == 302 and client.ask(ADD)[0] == 200:
                return client
            assert not self.over.is_set(), status
            time.sleep(0.5)
