"""nginx before servers of the portal, and as the server of a plain file."""

import tempfile
from pathlib import Path

from .server import Server, free_port

CONFIGURATION = Path(__file__).with_suffix(".conf")
FILE = "/tep"  # where it serves `page`


def start(folder, nodes, page=b""):
    """A Server: nginx before the servers `nodes`; `page` is compressed with br."""
    folder = Path(tempfile.mkdtemp(prefix="nginx-", dir=folder))
    address = f"127.0.0.1:{free_port()}"
    (folder / "page").write_bytes(page)
    configuration = CONFIGURATION.read_text()
    for name, value in {
        "FOLDER": str(folder),
        "ADDRESS": address,
        "NODES": " ".join(f"server {node.address};" for node in nodes),
    }.items():
        configuration = configuration.replace(name, value)
    file = folder / "nginx.conf"
    file.write_text(configuration)
    # Its workers would be another user's, and the folders are ours alone.
    command = ["nginx", "-p", str(folder), "-c", str(file), "-g", "user root;"]
    return Server(address, command, {})
