"""What a picture costs that an editor uploads: seconds and memory at its height."""

import random
import time
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from .frame import SampleFailed
from .server import ROOT, Server, forget_peak_of, memory_of

ADDRESS = "/quan-tri/articles/image/tai-len/"
PICTURE = ROOT / "articles/demo/pictures/terraces.jpg"
TOKEN = "b" * 32
BOUNDARY = "picture-of-the-benchmark"


@dataclass(frozen=True)
class Upload:
    """One side of a row: a JPEG of that size, sent by a signed-in editor."""

    name: str
    server: Server
    session: str
    size: tuple
    compared = "seconds"

    def warm_up(self, options):
        for worker in self.server.workers:
            forget_peak_of(worker)

    def sample(self, options):
        content = photograph(self.size)
        self.warm_up(options)
        began = time.monotonic()
        self.send(content)
        seconds = time.monotonic() - began
        peak = max(memory_of(worker, "VmHWM") for worker in self.server.workers)
        return {"seconds": seconds, "megabytes": peak}

    def send(self, content):
        connection = self.server.connect()
        headers = {
            "Cookie": f"toa_soan={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        connection.request("POST", ADDRESS, form(content), headers)
        response = connection.getresponse()
        if response.status != 200:
            raise SampleFailed(
                f"{self.name}: {response.status} {response.read()[:200]}"
            )
        connection.close()


def photograph(size):
    """JPEG bytes of a picture of that size which was never there before."""
    with Image.open(PICTURE) as small:
        large = small.convert("RGB").resize(size)
    large.putpixel((0, 0), tuple(random.randrange(256) for _ in range(3)))
    noise = Image.effect_noise((size[0] // 2, size[1] // 2), 20).resize(size)
    large = Image.blend(large, noise.convert("RGB"), 0.1)
    buffer = BytesIO()
    large.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def form(content):
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="upload"; '
        f'filename="anh.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
