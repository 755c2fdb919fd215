"""Who writes what nobody typed: mail systems and other machines, told by names and subjects."""

import re

# Local parts of programs that only send.
MACHINES = re.compile(
    r"(?:mailer-?daemon|mdaemon|post_?master|no-?reply|do-?not-?reply|bounces?|mail\.?delivery[\w.]*)(?:[+@-]|\Z)",
    re.I,
)
SERVERS = re.compile(
    r"(?:mailer-?daemon|mdaemon|post_?master|mail[.-]?delivery|microsoftexchange[0-9a-f]{32})[\w.]*"
    r"(?:[+@-]|\Z)",
    re.I,
)
DAEMON = re.compile(
    r"mailer-?daemon|post-?master|mail delivery|mail system|system administrator", re.I
)
# How mail systems begin the subject of what comes back.
RETURNED = re.compile(
    r"(?:undeliver|returned mail|failure notice|"
    r"delivery (?:status|failure|report|problem|has failed|warning)|"
    r"mail (?:could not be delivered|delivery (?:fail|warn|status|problem)|error|system error)|"
    r"(?:message|mail) (?:could not be |not |un)delivered|"
    r"(?:message|mail) delivery (?:failed|failure)|warning: (?:message|could not send)|"
    r"there was an error sending|complaint about message|"
    r"(?:warning: )?unable to deliver|"
    # In other languages, as Exchange and providers say it.
    r"(?:mensaje|correo) (?:no entregado|devuelto)|aviso: mensaje retrasado|"
    r"no se (?:puede|pudo|ha podido) entregar|no entregable|unzustellbar|nicht zustellbar|"
    r"non (?:remis|distribuable|recapitabile)|não (?:entregue|é possível entregar)|onbestelbaar)",
    re.I,
)
AUTOMATIC = (
    r"automatic reply|auto-?reply|out of office autoreply|respuesta automática|"
    r"automatische antwort|réponse automatique|risposta automatica|resposta automática|"
    r"automatisch antwoord"
)
AWAY = re.compile(
    r"\b(?:out of (?:the )?office|auto(?:matic|mated)?[ -]?(?:reply|response)|vacation|abwesen|"
    rf"fuera de (?:la )?oficina|absen(?:ce|t) du bureau|fuori (?:sede|ufficio)|{AUTOMATIC})",
    re.I,
)
# What only programs put before a subject (RFC 5230, 4.6); a person might write the words alone.
ANSWERED = re.compile(rf"(?:auto|{AUTOMATIC})\s?:", re.I)


def is_machine(address: str) -> bool:
    """Whether nobody reads what is sent to *address*, by its name."""
    return bool(MACHINES.match(address))


def is_mail_system(address: str, name: str) -> bool:
    """Whether a mail server wrote, by the address and name in From; many give no address."""
    return not address or bool(SERVERS.match(address) or DAEMON.search(name))


def tells_of_return(subject: str) -> bool:
    """Whether *subject* is that of a mail that came back, rather than of an answer to one."""
    return bool(RETURNED.match(subject))


def mentions_return(subject: str) -> bool:
    """Whether *subject* speaks of a mail that came back, wherever in it."""
    return bool(RETURNED.search(subject))


def begins_automatically(subject: str) -> bool:
    """Whether *subject* is that of an answer which a program gave, by what it puts before it."""
    return bool(ANSWERED.match(subject))


def tells_of_absence(subject: str) -> bool:
    """Whether *subject* is that of an answer for somebody who is away."""
    return bool(AWAY.search(subject))
