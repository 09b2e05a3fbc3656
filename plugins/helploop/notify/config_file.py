"""What people may write in the private configuration of notify."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from helploop.sources.validate import Strings, Written


class WrittenSmtp(Written):
    """The table `smtp`."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    timeout: float = Field(default=30, gt=0)
    data_timeout: float = Field(default=600, gt=0)
    messages_per_connection: int = Field(default=50, ge=1)
    max_per_minute: float = Field(default=0, ge=0)
    smtputf8: bool = False
    ca_file: str = ""
    idempotency_header: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")


class WrittenUnsubscribe(Written):
    """The table `unsubscribe`."""

    mailto: str = ""
    url: str = Field(default="", max_length=500)
    one_click: bool = False


class WrittenGithub(Written):
    """The table `github`."""

    api: str = "https://api.github.com"
    login: str = ""
    max_per_minute: float = Field(default=40, ge=0)
    private_hosts: Strings = ()


class WrittenSlack(Written):
    """The table `slack`."""

    private_hosts: Strings = ()


class WrittenWebhook(Written):
    """One of the list `webhooks`."""

    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    url: str
    audience: Literal["team", "people"] = "team"
    private_hosts: Strings = ()
    sends_contact: bool = False
    timeout: float = Field(default=30, gt=0)


class WrittenFiles(Written):
    """The table `files`."""

    dir: str
    format: Literal["json", "eml"] = "json"


class WrittenConfig(Written):
    """The whole file."""

    site_id: str = Field(default="", pattern=r"^[A-Za-z0-9.-]*$")
    sender: str = Field(default="", alias="from")
    from_name: str = Field(default="", max_length=200)
    reply_to: str = ""
    max_recipients: int = Field(default=0, ge=0)
    keep_days: float = Field(default=30, ge=0)
    check_page: bool = True
    smtp: WrittenSmtp = Field(default_factory=WrittenSmtp)
    unsubscribe: WrittenUnsubscribe = Field(default_factory=WrittenUnsubscribe)
    github: WrittenGithub | None = None
    slack: WrittenSlack | None = None
    webhooks: list[WrittenWebhook] = Field(default_factory=list)
    files: WrittenFiles | None = None
    routes: dict[str, str] = Field(default_factory=dict)
