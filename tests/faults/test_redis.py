"""Redis gone or holding rubbish: nobody depends on it, and no pickle lies in it."""

import ast
import json
import os
import shutil
import subprocess
import sys
import time

import pytest
import redis
from django.core.cache import caches
from django.urls import reverse

from tests.builders import make_user
from tests.live import ROOT, free_port

PASSWORD = "ruộng bậc thang mùa nước đổ"


def use_redis(settings, port):
    settings.CACHES = {
        "default": {
            "BACKEND": "laichau_portal.shared_cache.SharedCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
            "OPTIONS": {
                "serializer": "laichau_portal.shared_cache.JSONSerializer",
                "socket_connect_timeout": 0.5,
                "socket_timeout": 0.5,
            },
        }
    }
    return caches["default"]


@pytest.fixture
def server(tmp_path):
    """(port, a plain client) of a Redis of its own."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("redis-server is not installed: make system-packages")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(
        [program, *options, "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    client = redis.Redis(port=port)
    try:
        wait_for(client)
        yield port, client
    finally:
        client.close()
        process.kill()
        process.wait()


def wait_for(client):
    for _ in range(200):
        try:
            client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Redis has not started.")


def test_what_is_kept_is_json(settings, server):
    port, client = server
    cache = use_redis(settings, port)
    cache.set("thử", ["lần", 1.5])
    [key] = client.keys()

    assert json.loads(client.get(key)) == ["lần", 1.5]
    assert cache.get("thử") == ["lần", 1.5]


def test_rubbish_and_a_full_redis_count_as_nothing(settings, server):
    port, client = server
    cache = use_redis(settings, port)
    cache.set("thử", 1)
    [key] = client.keys()
    client.set(key, b"\x80\x04cos\nsystem\n")
    assert cache.get("thử", "không có") == "không có"

    client.config_set("maxmemory", "1")
    cache.set("đầy", "x")
    assert cache.get("đầy") is None


@pytest.mark.django_db
@pytest.mark.parametrize("enrolled", [False, True])
def test_sign_in_needs_no_redis(settings, client, enrolled):
    from tests.security import test_sign_in

    use_redis(settings, free_port())  # where nobody listens
    user = make_user("bientap", password=PASSWORD, is_superuser=True)
    if enrolled:
        test_sign_in.enrol(user)
    sign_in = {"login": "bientap", "password": PASSWORD}
    client.post(reverse("account_login"), sign_in)
    if enrolled:
        code = test_sign_in.code_now()
        client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/quan-tri/").status_code == 200


def test_the_settings_choose_it_for_an_address_of_redis():
    done = subprocess.run(
        [sys.executable, "-c", "from laichau_portal.settings import *; print(CACHES)"],
        cwd=ROOT,
        env={**os.environ, "CACHE_URL": "redis://localhost:6379/0"},
        capture_output=True,
        text=True,
        check=True,
    )
    kept = ast.literal_eval(done.stdout)["default"]
    assert kept["BACKEND"] == "laichau_portal.shared_cache.SharedCache"
    assert kept["OPTIONS"]["serializer"] == "laichau_portal.shared_cache.JSONSerializer"
