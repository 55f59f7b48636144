"""A server that answers each connection in a thread, and prints nothing of its own."""

from __future__ import annotations

import sys
import threading
from socketserver import ThreadingTCPServer


class ThreadedServer(ThreadingTCPServer):
    """Takes connections and leaves them to threads that end with the process."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Hand an error on to the hook for errors in threads; the base class prints it, whatever it says."""
        threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
