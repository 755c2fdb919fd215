"""The DNS records that let other servers trust our mails, in words for who creates them."""

from webinars.domain.mail.alignment import is_aligned, organizational_domain
from webinars.domain.mail.dkim import DkimKey
from webinars.domain.mail.pacing import domain_of

# RFC 1035, 3.3.14: a TXT record is made of strings of at most 255 octets.
LONGEST_STRING = 255


def strings_of(record: str) -> list[str]:
    """Return *record* in the pieces that a TXT record is made of."""
    starts = range(0, len(record), LONGEST_STRING)
    return [record[start : start + LONGEST_STRING] for start in starts]


def instructions(
    key: DkimKey, *, mail_server: str | None, organizer: str, bounces: str | None
) -> str:
    """Return what to create for *key*: DKIM, SPF, DMARC, and what brings answers back.

    *mail_server* is the host that we send through, *organizer* the address that mails come
    from, *bounces* the one that they come back to when they cannot be delivered.
    """
    organization = organizational_domain(key.domain)
    home = domain_of(organizer)
    sends = f"a:{mail_server}" if mail_server and "." in mail_server else "mx"
    quoted = " ".join(f'"{piece}"' for piece in strings_of(key.record))
    return f"""\
1. DKIM: the public half of the key. Create a TXT record.
   Name:   {key.record_name}
   Value:  {key.record}
   Where a value may have 255 characters only, or in a zone file, give it in pieces:
   {key.record_name}. IN TXT ( {quoted} )

2. SPF: which servers send for the domain. If {key.domain} has a TXT record that begins with
   v=spf1, add {sends} to it: there must be only one. Otherwise create it.
   Name:   {key.domain}
   Value:  v=spf1 {sends} ~all
   If your provider sends your mails, it tells what to name in place of {sends}.

3. DMARC: what to do with mails that fail both. Create a TXT record.
   Name:   _dmarc.{organization}
   Value:  v=DMARC1; p=none; rua=mailto:postmaster@{organization}
   Reports come to that address. When all has passed for some weeks, write p=quarantine.

4. Answers: mails come from {organizer}; people and calendars answer there.
   {home} needs an MX record that names the server which takes its mail.

5. Bounces: {_of_bounces(bounces, organization)}
"""


def _of_bounces(address: str | None, organization: str) -> str:
    if address is None:
        return (
            "mails that cannot be delivered come back to the sender. Better set BOUNCE_ADDRESS\n"
            f"   to an address of their own, such as bounce@{organization}."
        )
    words = (
        f"mails that cannot be delivered come back to {address}.\n"
        f"   {domain_of(address)} needs an MX record, and an SPF record as in 2."
    )
    if is_aligned(domain_of(address), organization):
        return words
    return (
        f"{words}\n"
        f"   It is not of the organization {organization}: for DMARC only DKIM counts then."
    )
