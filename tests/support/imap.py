"""A real IMAP server on a free port of 127.0.0.1, with as much of RFC 3501 as fetching needs."""

import re
import socketserver
import ssl
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

USERNAME, PASSWORD = "invites", 'se"cret'
FETCH = re.compile(rb"BODY\.PEEK\[\]<0\.(\d+)>")


@dataclass
class Mailbox:
    """What the server keeps: mails by their numbers, in folders, and which were seen."""

    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}, "Done": {}})
    seen: set[int] = field(default_factory=set)
    can_move: bool = True
    # Fails at this command.
    broken: str = ""
    commands: list[str] = field(default_factory=list)

    def add(self, *mails: bytes) -> None:
        """Let mails arrive."""
        inbox = self.folders["INBOX"]
        for mail in mails:
            inbox[len(self.folders["Done"]) + len(inbox) + 1] = mail


class Handler(socketserver.StreamRequestHandler):
    """One connection."""

    server: "ImapServer"

    def handle(self) -> None:
        """Answer commands until the client leaves."""
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            words = rest.split(" ")
            name = " ".join(words[:2] if words[0] == "UID" else words[:1]).upper()
            self.server.mailbox.commands.append(name)
            if name == self.server.mailbox.broken:
                self.say(f"{tag} NO broken")
                continue
            done = getattr(self, name.replace(" ", "_").lower())(rest)
            self.say(f"{tag} {done or 'OK done'}")
            if name == "LOGOUT":
                return

    def say(self, line: str) -> None:
        """Send a line."""
        self.wfile.write(line.encode() + b"\r\n")

    def capability(self, _rest: str) -> None:
        """Tell what the server can do."""
        self.say("* CAPABILITY IMAP4rev1" + (" MOVE" if self.server.mailbox.can_move else ""))

    def login(self, rest: str) -> str:
        """Check name and password."""
        quoted = PASSWORD.replace('"', '\\"')
        return "OK in" if rest == f'LOGIN "{USERNAME}" "{quoted}"' else "NO wrong password"

    def list(self, rest: str) -> None:
        """Name the folder that is asked for, if there is one."""
        name = rest.split(" ")[-1].strip('"')
        if name in self.server.mailbox.folders:
            self.say(f'* LIST () "/" "{name}"')

    def select(self, rest: str) -> str:
        """Open a folder."""
        name = rest.split(" ", 1)[1].strip('"')
        if name not in self.server.mailbox.folders:
            return "NO no such folder"
        self.folder = name
        self.say(f"* {len(self.mails)} EXISTS")
        return "OK [READ-WRITE] open"

    @property
    def mails(self) -> dict[int, bytes]:
        """The mails of the open folder."""
        return self.server.mailbox.folders[self.folder]

    def uid_search(self, rest: str) -> None:
        """List the mails, those that were seen only if all are asked for."""
        seen = set() if "ALL" in rest else self.server.mailbox.seen
        self.say("* SEARCH " + " ".join(str(uid) for uid in self.mails if uid not in seen))

    def uid_fetch(self, rest: str) -> None:
        """Send size and beginning of a mail."""
        uid, mail = int(rest.split(" ")[2]), b""
        if uid not in self.mails:
            return
        mail = self.mails[uid]
        most = FETCH.search(rest.encode())
        assert most is not None
        part = mail[: int(most[1])]
        head = f"* 1 FETCH (UID {uid} RFC822.SIZE {len(mail)} BODY[]<0> {{{len(part)}}}\r\n"
        self.wfile.write(head.encode() + part + b")\r\n")

    def uid_store(self, rest: str) -> None:
        """Mark a mail as seen, or as deleted."""
        uid = int(rest.split(" ")[2])
        if "Deleted" in rest:
            self.mails.pop(uid)
        self.server.mailbox.seen.add(uid)

    def uid_copy(self, rest: str) -> None:
        """Copy a mail into another folder."""
        _, _, uid, name = rest.split(" ")
        self.server.mailbox.folders[name.strip('"')][int(uid)] = self.mails[int(uid)]

    def uid_move(self, rest: str) -> None:
        """Move a mail into another folder."""
        self.uid_copy(rest)
        self.mails.pop(int(rest.split(" ")[2]))

    def expunge(self, _rest: str) -> None:
        """Nothing is left to be removed."""

    def logout(self, _rest: str) -> None:
        """Say goodbye."""
        self.say("* BYE")


class ImapServer(socketserver.ThreadingTCPServer):
    """Listens in a thread until it is closed; with *tls* it speaks it from the first byte."""

    daemon_threads = True

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.tls, self.mailbox = tls, Mailbox()
        super().__init__(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def get_request(self) -> tuple[Any, Any]:
        """Accept a connection."""
        connection, address = super().get_request()
        if self.tls is not None:
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """A client that breaks off, or does not trust us, is none of the test's output."""

    def close(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()
        self.thread.join()
