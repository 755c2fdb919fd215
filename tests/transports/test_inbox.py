"""The development inbox: mails as files."""

from webinars.transports import open_transport
from webinars.transports.inbox import Inbox


def test_without_a_mail_server_mails_are_kept_in_the_instance_folder(app, tmp_path):
    with app.app_context():
        transport = open_transport()
        transport.send(12, "ana@example.org", b"Subject: Hello\r\n\r\nHi\r\n", seconds=1)
        transport.close()

    path = tmp_path / "instance" / "inbox" / "12.eml"
    assert path.read_bytes() == b"Subject: Hello\r\n\r\nHi\r\n"
    assert [file.name for file in path.parent.iterdir()] == ["12.eml"]


def test_the_same_delivery_again_is_one_mail(tmp_path):
    inbox = Inbox(tmp_path)

    for _ in range(2):
        inbox.send(12, "ana@example.org", b"Subject: Hello\r\n\r\nHi\r\n", seconds=1)

    [mail] = inbox.newest(10)
    assert (mail.id, mail.message["Subject"]) == (12, "Hello")


def test_the_newest_mails_come_first(tmp_path):
    inbox = Inbox(tmp_path)
    for number in (9, 10, 11):
        inbox.send(number, "ana@example.org", b"Subject: Hello\r\n\r\n", seconds=1)
    (tmp_path / "tmpabc").write_bytes(b"not whole yet")

    assert [mail.id for mail in inbox.newest(2)] == [11, 10]


def test_what_is_not_there_is_none(tmp_path):
    inbox = Inbox(tmp_path / "never made")

    assert inbox.mail(1) is None
    assert inbox.newest(10) == []


def test_with_a_mail_server_nothing_is_kept(make_app, smtp_server, tmp_path):
    app = make_app(mail_server=smtp_server.host, mail_port=smtp_server.port)

    with app.app_context():
        transport = open_transport()
        transport.send(12, "ana@example.org", b"Subject: Hello\r\n\r\nHi\r\n", seconds=5)
        transport.close()

    assert len(smtp_server.received) == 1
    assert not (tmp_path / "instance" / "inbox").exists()
