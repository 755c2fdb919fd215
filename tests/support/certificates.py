"""Certificates for servers on 127.0.0.1, made on the spot."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificate:
    """A certificate that only those trust who are told to."""

    certificate: Path
    key: Path

    @classmethod
    def made(cls, folder: Path, *, host: str = "IP:127.0.0.1") -> "Certificate":
        """Make one in *folder* for *host*, with the machine's openssl."""
        made = cls(folder / "certificate.pem", folder / "key.pem")
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ]
        command += ["-nodes", "-days", "2", "-subj", "/CN=test server"]
        command += ["-addext", f"subjectAltName={host}"]
        command += ["-out", str(made.certificate), "-keyout", str(made.key)]
        subprocess.run(command, check=True, capture_output=True)
        return made

    def for_server(self) -> ssl.SSLContext:
        """What a server needs to show it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context
