"""gunicorn reads this file where it starts; the address is given on its command line."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", 2))
threads = 4
# gunicorn 27 would open a socket for commands in the home of the account, which a
# service account does not have.
control_socket_disable = True
