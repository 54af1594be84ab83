from laichau_portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.hello"
